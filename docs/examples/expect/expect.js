// Enqueues a stream of tasks and keeps it back until the server asks for it.
const http = require("node:http");
const { pipeline } = require("node:stream");

const request = http.request(process.argv[2], {
  method: "POST",
  headers: { "Content-Type": "application/x-ndjson", Expect: "100-continue" },
});
const failed = (error) => {
  if (error) {
    console.error(String(error));
    process.exitCode = 1;
  }
};
request.on("continue", () => pipeline(process.stdin, request, failed));
request.on("response", (answer) => answer.pipe(process.stdout));
request.on("error", failed);
request.flushHeaders();
