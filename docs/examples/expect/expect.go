// Enqueues a stream of tasks and keeps it back until the server asks for it.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

func main() {
	body, err := io.ReadAll(os.Stdin)
	if err != nil {
		panic(err)
	}
	request, err := http.NewRequest("POST", os.Args[1], strings.NewReader(string(body)))
	if err != nil {
		panic(err)
	}
	request.Header.Set("Content-Type", "application/x-ndjson")
	request.Header.Set("Expect", "100-continue")
	client := &http.Client{Transport: &http.Transport{ExpectContinueTimeout: 20 * time.Second}}
	answer, err := client.Do(request)
	if err != nil {
		panic(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		panic(err)
	}
	fmt.Print(string(text))
}
