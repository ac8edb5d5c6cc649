#!/usr/bin/env bash
# LuaJ 3.0.1 (Maven Central, org.luaj:luaj-jse), its compiler of Lua text.
#
# A chunk with 150 local variables has a function with 60 of its own. One would expect that it compiles:
# Lua allows 200 local variables in each function, and says so when there are more.
#
# Seen: LuaJ counts the variables of the enclosing functions as well and refuses the function, although
# neither it nor the chunk has 200; the reason that it means to tell is lost to a NullPointerException.
# 120 and 60 compile. (Redis 7.0.15, whose Lua is 5.1, takes all of these.)
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>org.luaj</groupId><artifactId>luaj-jse</artifactId><version>3.0.1</version>
  </dependency></dependencies>
</project>
XML
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$dir/lib"

cat > Finding.java <<'JAVA'
import org.luaj.vm2.Globals;
import org.luaj.vm2.lib.jse.JsePlatform;

public class Finding {
  public static void main(String[] args) {
    compile(120, 60);
    compile(150, 60);
    compile(190, 0);
  }

  static void compile(int outer, int inner) {
    String text =
        locals("a", outer) + "return function() " + locals("b", inner) + "return 1 end";
    Globals globals = JsePlatform.standardGlobals();
    String seen;
    try {
      seen = "answers " + globals.load(text).call().call();
    } catch (RuntimeException refused) {
      boolean isNull = refused.getMessage().contains("NullPointerException");
      seen = isNull ? "refused, with a null pointer in place of a reason" : "refused";
    }
    System.out.println(outer + " outside, " + inner + " inside: " + seen);
  }

  static String locals(String name, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("local ").append(name).append(i).append(" = ").append(i).append("\n");
    }
    return text.toString();
  }
}
JAVA
java -cp "lib/*" Finding.java | tee seen
cat > expected <<'TXT'
120 outside, 60 inside: answers 1
150 outside, 60 inside: refused, with a null pointer in place of a reason
190 outside, 0 inside: answers 1
TXT
cmp -s seen expected || { echo CHANGED; exit 1; }
echo "as described"
