package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The ceilings of the house: every finding of every rule is reported, not the first.
class TidyTest {
  private static final int FILE_LINES_MAX = 400;
  private static final int METHOD_LINES_MAX = 50;
  private static final int PARAMETERS_MAX = 5;
  private static final Pattern BANNED_NAME =
      Pattern.compile(".*(Utils?|Helpers?|Manager|Impl|Common|Base|Data|Info|Constants)[0-9]*");
  private static final Pattern BANNED_WORD = Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b|@author");

  private static final Pattern FORM = Pattern.compile("<form\\b[^>]*>");

  private static List<Path> files = List.of();
  private static final List<String> longMethods = new ArrayList<>();
  private static final List<String> wideMethods = new ArrayList<>();
  private static final List<String> badNames = new ArrayList<>();
  private static final List<String> starImports = new ArrayList<>();

  @BeforeAll
  static void read_every_source() throws IOException {
    Path root = Path.of("..").toAbsolutePath().normalize();
    try (var walk = Files.walk(root)) {
      files =
          walk.filter(file -> file.toString().endsWith(".java"))
              .filter(file -> file.toString().contains("/src/"))
              .filter(file -> !file.toString().contains("/target/"))
              .toList();
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      var positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        unit.accept(new Measure(unit, positions), null);
      }
    }
  }

  @Test
  void there_are_sources_to_measure() {
    assertThat(files).hasSizeGreaterThan(50);
  }

  @Test
  void no_file_is_longer_than_the_ceiling() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : files) {
      long lines = Files.readString(file).lines().count();
      if (lines > FILE_LINES_MAX) {
        tooLong.add(file.getFileName() + ": " + lines + " lines");
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void no_method_is_longer_than_the_ceiling() {
    assertThat(longMethods).isEmpty();
  }

  @Test
  void no_method_takes_more_parameters_than_the_ceiling() {
    assertThat(wideMethods).isEmpty();
  }

  @Test
  void no_class_hides_behind_an_empty_word() {
    assertThat(badNames).isEmpty();
  }

  @Test
  void no_import_ends_in_a_star() {
    assertThat(starImports).isEmpty();
  }

  @Test
  void nothing_is_left_for_later_and_nobody_signs() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      if (!file.endsWith("TidyTest.java") && BANNED_WORD.matcher(Files.readString(file)).find()) {
        found.add(file.getFileName().toString());
      }
    }
    assertThat(found).isEmpty();
  }

  /// Thymeleaf puts the field into every form whose address it writes; one by hand is the second.
  @Test
  void every_form_that_posts_has_its_anti_forgery_field_once() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path template : templates()) {
      String text = Files.readString(template);
      if (text.contains("_csrf.token")) {
        found.add(template.getFileName() + ": a field by hand");
      }
      FORM.matcher(text)
          .results()
          .map(MatchResult::group)
          .filter(form -> form.contains("method=\"post\"") && !form.contains("th:action="))
          .forEach(form -> found.add(template.getFileName() + ": " + form));
    }
    assertThat(found).isEmpty();
  }

  private static List<Path> templates() throws IOException {
    try (var walk = Files.walk(Path.of("..").toAbsolutePath().normalize())) {
      return walk.filter(file -> file.toString().contains("/src/main/resources/templates/"))
          .filter(file -> file.toString().endsWith(".html"))
          .toList();
    }
  }

  @Test
  void every_package_says_in_a_sentence_what_it_is_for() {
    List<Path> silent =
        files.stream()
            .filter(file -> file.toString().contains("/src/main/"))
            .map(Path::getParent)
            .distinct()
            .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
            .toList();
    assertThat(silent).isEmpty();
  }

  /// The scanner passes its unused argument on, which is what javac expects of it.
  @SuppressWarnings("VoidUsed")
  private static final class Measure extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final LineMap lines;
    private String type = "";
    private boolean inRecord;

    Measure(CompilationUnitTree unit, SourcePositions positions) {
      this.unit = unit;
      this.positions = positions;
      this.lines = unit.getLineMap();
    }

    @Override
    public Void visitImport(ImportTree tree, Void unused) {
      if (tree.getQualifiedIdentifier().toString().endsWith("*")) {
        starImports.add(unit.getSourceFile().getName());
      }
      return super.visitImport(tree, unused);
    }

    @Override
    public Void visitClass(ClassTree tree, Void unused) {
      String outer = type;
      boolean outerRecord = inRecord;
      type = tree.getSimpleName().toString();
      inRecord = tree.getKind() == Tree.Kind.RECORD;
      if (BANNED_NAME.matcher(type).matches()) {
        badNames.add(type);
      }
      super.visitClass(tree, unused);
      type = outer;
      inRecord = outerRecord;
      return null;
    }

    @Override
    public Void visitMethod(MethodTree tree, Void unused) {
      String name = type + "." + tree.getName();
      if (tree.getBody() != null) {
        long from = lines.getLineNumber(positions.getStartPosition(unit, tree.getBody()));
        long to = lines.getLineNumber(positions.getEndPosition(unit, tree.getBody()));
        if (to - from + 1 > METHOD_LINES_MAX) {
          longMethods.add(name + ": " + (to - from + 1) + " lines");
        }
      }
      // A record's components are its fields: naming six facts is not passing six arguments.
      boolean compact = inRecord && tree.getName().contentEquals("<init>");
      // How wide an overriding method is says what it overrides, measured there if it is ours.
      boolean overrides =
          tree.getModifiers().getAnnotations().stream()
              .anyMatch(it -> it.getAnnotationType().toString().equals("Override"));
      if (!compact && !overrides && tree.getParameters().size() > PARAMETERS_MAX) {
        wideMethods.add(name + ": " + tree.getParameters().size() + " parameters");
      }
      return super.visitMethod(tree, unused);
    }
  }
}
