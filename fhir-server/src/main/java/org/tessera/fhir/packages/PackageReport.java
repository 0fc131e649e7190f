package org.tessera.fhir.packages;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tessera.fhir.store.Commit;
import org.tessera.vocabularies.DefinedSystem;
import org.tessera.vocabularies.Vocabularies;

/// What an import of definitions did, in lines for people.
final class PackageReport {
  private static final int SYSTEMS_SHOWN = 40;
  private static final int NOTICE_SHOWN = 90;

  private PackageReport() {}

  static String of(
      Manifest manifest,
      PackageCheck check,
      PackageWriter writer,
      Map<String, Set<String>> unknown,
      Vocabularies vocabularies) {
    var text = new StringBuilder();
    text.append("%s %s is imported: ".formatted(manifest.name(), manifest.version()));
    text.append(
        "%,d code systems with %,d codes, %,d value sets, %,d concept maps.%n"
            .formatted(
                check.taken().getOrDefault("CodeSystem", 0),
                check.codes(),
                check.taken().getOrDefault("ValueSet", 0),
                check.taken().getOrDefault("ConceptMap", 0)));
    text.append(
        "  %,d definitions are new, %,d changed, %,d are as they were, %,d are gone.%n"
            .formatted(
                writer.count(Commit.Effect.CREATED),
                writer.count(Commit.Effect.UPDATED),
                writer.count(Commit.Effect.UNCHANGED),
                writer.count(Commit.Effect.DELETED)));
    if (!check.leftAside().isEmpty()) {
      text.append(
          "  Left aside, for a node takes codes alone: %s.%n"
              .formatted(
                  check.leftAside().entrySet().stream()
                      .map(each -> "%,d %s".formatted(each.getValue(), each.getKey()))
                      .collect(Collectors.joining(", "))));
    }
    text.append(
        "  Licence of the package: %s.%n"
            .formatted(manifest.licence().isEmpty() ? "not stated" : manifest.licence()));
    kept(manifest.name() + " " + manifest.version(), vocabularies, text);
    if (!unknown.isEmpty()) {
      text.append(
          "  %,d code systems it names are not known here, their codes cannot be looked up: %s.%n"
              .formatted(unknown.size(), PackageCheck.first(unknown.keySet())));
    }
    return text.toString();
  }

  private static void kept(String origin, Vocabularies vocabularies, StringBuilder text) {
    List<DefinedSystem> kept =
        vocabularies.defined().stream()
            .filter(each -> each.origin().equals(origin.strip()) && !each.licence().terms())
            .toList();
    if (!kept.isEmpty()) {
      text.append("  Terms of %,d systems stay on this node:%n".formatted(kept.size()));
      kept.stream()
          .limit(SYSTEMS_SHOWN)
          .forEach(each ->
              text.append(
                  "    %s (%s)%n"
                      .formatted(each.system().title(), beginning(each.licence().text()))));
    }
  }

  private static String beginning(String notice) {
    return notice.length() <= NOTICE_SHOWN ? notice : notice.substring(0, NOTICE_SHOWN) + "…";
  }

  static String all(List<PackageTable.Entry> packages, Vocabularies vocabularies) {
    var text = new StringBuilder();
    if (!packages.isEmpty()) {
      text.append(
          "%n%-42s  %-14s  %8s  %s%n"
              .formatted("FHIR packages and definitions", "version", "systems", "licence"));
    }
    for (PackageTable.Entry each : packages) {
      String origin = (each.name() + " " + each.version()).strip();
      long systems =
          vocabularies.defined().stream().filter(one -> one.origin().equals(origin)).count();
      text.append(
          "%-42s  %-14s  %,8d  %s%s%n"
              .formatted(
                  each.name(),
                  each.version(),
                  systems,
                  each.licence().isEmpty() ? "as each states" : each.licence(),
                  each.complete() ? "" : ", being written"));
    }
    return text.toString();
  }
}
