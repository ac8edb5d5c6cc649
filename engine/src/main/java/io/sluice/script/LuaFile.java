package io.sluice.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Lua file: a header of comments, which declares things, and code. The code of a fragment may
 * begin with pieces: lines under an {@code INLINE} with the name of the piece, up to the next empty
 * line.
 */
final class LuaFile {
  private static final Pattern IGNORED =
      Pattern.compile("'(?:\\\\.|[^'\\\\\\n])*'|\"(?:\\\\.|[^\"\\\\\\n])*\"|--.*");
  private static final Pattern WORD = Pattern.compile("(?<![\\w.:])[A-Za-z_]\\w*");
  private static final Pattern LOCAL =
      Pattern.compile("local (?:function (\\w+)|(\\w+(?:, *\\w+)*))");
  private static final String CONTINUED = "--      ";

  private final String name;
  private final List<String> lines;
  private final int headerLines;
  private final List<String> bareCode;
  private final List<List<String>> wordsByLine;
  private final Set<String> wordsOfCode = new LinkedHashSet<>();
  private final List<String> locals;
  private final Map<String, List<String>> declared = new ConcurrentHashMap<>();
  private final Map<String, List<String>> pieces = new LinkedHashMap<>();

  LuaFile(String name, String text) {
    this.name = name;
    List<String> all = text.lines().toList();
    headerLines = (int) all.stream().takeWhile(LuaFile::isHeader).count();
    lines = isFragment() ? withoutPieces(all) : all;
    bareCode = code().stream().map(line -> IGNORED.matcher(line).replaceAll("''")).toList();
    wordsByLine = bareCode.stream().map(LuaFile::identifiers).toList();
    wordsByLine.forEach(wordsOfCode::addAll);
    locals = locals(code());
  }

  /** Empty lines stand where the pieces were, so that the lines keep their numbers. */
  private List<String> withoutPieces(List<String> all) {
    List<String> left = new ArrayList<>(all);
    List<String> piece = null;
    for (int i = headerLines; i < all.size(); i++) {
      String line = all.get(i);
      if (isTitled(line, Rules.INLINE)) {
        piece = new ArrayList<>();
        pieces.put(declaredIn(line, Rules.INLINE).get(0), piece);
      } else if (piece != null && !line.isEmpty()) {
        piece.add(line);
      } else {
        piece = null;
        continue;
      }
      left.set(i, "");
    }
    return List.copyOf(left);
  }

  private boolean isFragment() {
    return name.startsWith(Fragments.FOLDER);
  }

  private static List<String> identifiers(String bareLine) {
    return WORD.matcher(bareLine).results().map(found -> found.group()).toList();
  }

  private static boolean isHeader(String line) {
    return line.startsWith("#!") || line.startsWith("--");
  }

  String name() {
    return name;
  }

  List<String> header() {
    return lines.subList(0, headerLines);
  }

  List<String> code() {
    return lines.subList(headerLines, lines.size());
  }

  /** The lines of the pieces by their names. */
  Map<String, List<String>> pieces() {
    return pieces;
  }

  /** The words that the header declares under this title, which may go on in indented lines. */
  List<String> declared(String title) {
    return declared.computeIfAbsent(title, this::declaredBy);
  }

  private List<String> declaredBy(String title) {
    int at = lineOf(title) - 1;
    List<String> words = new ArrayList<>();
    if (!isTitled(lines.get(at), title)) {
      return words;
    }
    words.addAll(words(lines.get(at).substring(("-- " + title).length())));
    for (int i = at + 1; i < headerLines && lines.get(i).startsWith(CONTINUED); i++) {
      words.addAll(words(lines.get(i).substring(CONTINUED.length())));
    }
    return words;
  }

  /** The words that a comment of this title declares in a line of code; none of another line. */
  static List<String> declaredIn(String line, String title) {
    String comment = line.strip();
    return isTitled(comment, title)
        ? words(comment.substring(("-- " + title).length()))
        : List.of();
  }

  /** Where the header has this title, from 1 on; the first line when it has none. */
  int lineOf(String title) {
    for (int i = 0; i < headerLines; i++) {
      if (isTitled(lines.get(i), title)) {
        return i + 1;
      }
    }
    return 1;
  }

  private static boolean isTitled(String line, String title) {
    return line.startsWith("-- " + title + " ");
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split(" +", -1));
  }

  /** The line of a line of code. */
  int lineOfCode(int index) {
    return headerLines + index + 1;
  }

  /** The line on which the code first has this word, or its first line. */
  int lineOfWord(String word) {
    for (int i = 0; i < code().size(); i++) {
      if (wordsOfLine(i).contains(word)) {
        return lineOfCode(i);
      }
    }
    return 1;
  }

  /** The identifiers of the code, without fields, texts and comments. */
  Set<String> wordsOfCode() {
    return wordsOfCode;
  }

  /** The identifiers of a line of code, without fields, texts and comments. */
  List<String> wordsOfLine(int index) {
    return wordsByLine.get(index);
  }

  /** Whether the code has a local, a parameter or a loop variable of this name anywhere. */
  boolean binds(String name) {
    Pattern binding = Pattern.compile("\\b(?:local|function|for)\\b[^=]*\\b" + name + "\\b");
    return bareCode.stream().anyMatch(line -> line.contains(name) && binding.matcher(line).find());
  }

  /** A line of code without its texts and comments. */
  String bare(int index) {
    return bareCode.get(index);
  }

  /** The names that the code defines for all that follows, in order. */
  List<String> locals() {
    return locals;
  }

  private static List<String> locals(List<String> code) {
    List<String> names = new ArrayList<>();
    for (String line : code) {
      Matcher local = LOCAL.matcher(line);
      if (local.lookingAt()) {
        names.addAll(
            local.group(1) != null
                ? List.of(local.group(1))
                : List.of(local.group(2).split(", *", -1)));
      }
    }
    return List.copyOf(names);
  }

  BadScriptException refused(int line, String fault, String remedy) {
    return new BadScriptException(name, line, fault, remedy);
  }
}
