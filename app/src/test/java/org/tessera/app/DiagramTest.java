package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The picture of the houses is drawn from the imports; `-Ddocs.update=true` writes it into the
/// document.
class DiagramTest {
  private static final Path DOCUMENT = Path.of("../docs/architecture.md");
  private static final Pattern PLACE =
      Pattern.compile("(<!-- diagram -->\n).*(<!-- /diagram -->)", Pattern.DOTALL);

  private static final Pattern HOUSE =
      Pattern.compile("org\\.tessera\\.(?!app|bench)(fhir\\.\\w+|\\w+)");

  @Test
  void the_document_shows_the_houses_as_they_are() throws IOException {
    String document = Files.readString(DOCUMENT);
    String expected =
        PLACE
            .matcher(document)
            .replaceFirst(
                match -> Matcher.quoteReplacement(match.group(1) + drawing() + match.group(2)));
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(DOCUMENT, expected);
    } else {
      assertThat(document).isEqualTo(expected);
    }
  }

  private static String drawing() {
    var edges = new TreeSet<String>();
    new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .withImportOption(location -> !location.contains("-tests.jar"))
        .importPackages("org.tessera")
        .forEach(type -> {
          for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            String from = house(dependency.getOriginClass().getPackageName());
            String to = house(dependency.getTargetClass().getPackageName());
            if (!to.isEmpty() && !from.isEmpty() && !from.equals(to)) {
              edges.add("  " + from + " --> " + to + "\n");
            }
          }
        });
    return "```mermaid\ngraph LR\n" + String.join("", edges) + "```\n";
  }

  private static String house(String packageName) {
    Matcher house = HOUSE.matcher(packageName);
    return house.lookingAt() ? house.group(1) : "";
  }
}
