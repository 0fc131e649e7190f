import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Checks (`check`) or rewrites (`apply`) every Java file below a folder with google-java-format.
/// A folder that does not exist is an empty one: a house may have no tests of its own yet.
void main(String[] args) throws Exception {
  boolean apply = args[0].equals("apply");
  var formatter = new Formatter();
  var wrong = new java.util.ArrayList<Path>();
  for (Path file : javaFiles(Path.of(args[1]))) {
    String source = Files.readString(file);
    String formatted =
        formatter.formatSourceAndFixImports(RemoveUnusedImports.removeUnusedImports(source));
    if (!formatted.equals(source)) {
      wrong.add(file);
      if (apply) {
        Files.writeString(file, formatted);
      }
    }
  }
  if (!apply && !wrong.isEmpty()) {
    wrong.forEach(file -> System.err.println("not formatted: " + file));
    System.err.println("run: ./mvnw process-sources -Dformat.mode=apply");
    System.exit(1);
  }
}

List<Path> javaFiles(Path folder) throws IOException {
  if (!Files.isDirectory(folder)) {
    return List.of();
  }
  try (var walk = Files.walk(folder)) {
    return walk.filter(file -> file.toString().endsWith(".java")).sorted().toList();
  }
}
