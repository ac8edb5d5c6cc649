#!/usr/bin/env bash
# openapi-generator-cli 7.17.0 (Maven Central), generator "java", OpenAPI 3.1.
#
# A schema of an object with three properties and, beside them, `anyOf`: "either `items`, with one
# item at least, or `basket`". That is valid JSON Schema and valid OpenAPI. One would expect a class
# with three properties, and at worst no check of the condition.
#
# Seen: a condition that only lists required names is harmless. Where one of its branches says
# something more of a property (`minItems`), the class has that one property, of type Object, and the
# other two are gone, so that a client cannot send them. The exit code is 0.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
  -Dartifact=org.openapitools:openapi-generator-cli:7.17.0 -DoutputDirectory="$dir"

document() { # the conditions beside the properties
  cat <<JSON
{"openapi": "3.1.0", "info": {"title": "t", "version": "1"},
 "paths": {"/orders": {"post": {"operationId": "order",
   "requestBody": {"required": true, "content": {"application/json": {"schema": {"\$ref": "#/components/schemas/Order"}}}},
   "responses": {"204": {"description": "taken"}}}}},
 "components": {"schemas": {"Order": {"type": "object",
   "properties": {"customer": {"type": "string"}, "items": {"type": "array", "items": {"type": "string"}}, "basket": {"type": "string"}}$1}}}}
JSON
}
document '' > plain.json
document ', "anyOf": [{"required": ["items"]}, {"required": ["basket"]}]' > names.json
document ', "anyOf": [{"required": ["items"], "properties": {"items": {"minItems": 1}}}, {"required": ["basket"]}]' > more.json

properties() { # of the generated class, as its JSON names
  java -jar openapi-generator-cli-7.17.0.jar generate -g java --library native -i "$1.json" -o "$1" >"$1.log" 2>&1
  { grep -hoE 'JSON_PROPERTY_[A-Z]+ = "[a-z]+"' "$1/src/main/java/org/openapitools/client/model/Order.java" || true; } |
    sed 's/.*"\(.*\)"/\1/' | sort | tr '\n' ' ' | sed 's/ $//'
}
plain=$(properties plain)
names=$(properties names)
more=$(properties more)
echo "no condition:                 $plain"
echo "required names in branches:   $names"
echo "more of a property in one:    $more"
all="basket customer items"
[ "$plain" = "$all" ] && [ "$names" = "$all" ] && [ "$more" = "items" ] || { echo "CHANGED"; exit 1; }
echo "as described"
