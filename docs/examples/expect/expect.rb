# Enqueues a stream of tasks and keeps it back until the server asks for it.
require "net/http"

url = URI(ARGV[0])
request = Net::HTTP::Post.new(url)
request["Content-Type"] = "application/x-ndjson"
request["Expect"] = "100-continue"
request.body = $stdin.read
http = Net::HTTP.new(url.host, url.port)
http.continue_timeout = 20
print http.start { |open| open.request(request).body }
