package org.tessera.fhir.structure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All structures of FHIR R4, from `definitions/elements.tsv` and `definitions/required-codes.tsv`.
public final class Structures {
  private static final Map<String, Structure> byName = load();

  private Structures() {}

  /// The structure of a resource, data type (`HumanName`) or component (`Patient.contact`).
  public static Optional<Structure> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  static @Nullable Structure get(String name) {
    return byName.get(name);
  }

  static Structure require(String name) {
    Structure structure = byName.get(name);
    if (structure == null) {
      throw new IllegalStateException("there is no structure " + name);
    }
    return structure;
  }

  private static Map<String, Structure> load() {
    Map<String, Set<String>> codes = new HashMap<>();
    for (String line : lines("required-codes.tsv")) {
      String[] cells = line.split("\t", -1);
      codes.put(cells[0], Set.of(cells[1].split(" ", -1)));
    }
    Map<String, Structure> structures = new HashMap<>();
    for (String line : lines("elements.tsv")) {
      String[] cells = line.split("\t", -1);
      add(structures.computeIfAbsent(cells[0], Structure::new), cells, codes);
    }
    structures.values().forEach(structure -> structure.link(structures));
    return structures;
  }

  private static void add(Structure structure, String[] cells, Map<String, Set<String>> codes) {
    String choice = cells[1];
    String[] types = cells[4].split(" ", -1);
    boolean any = choice.endsWith("[x]");
    for (String type : types) {
      String name = any ? choice.substring(0, choice.length() - 3) + capital(type) : choice;
      structure.add(
          new ElementDefinition(
              name,
              choice,
              !cells[2].equals("0"),
              cells[3].equals("*"),
              type,
              Primitive.of(type),
              codes.getOrDefault(cells[6], Set.of()),
              cells[5].contains("S"),
              cells[5].contains("M")));
    }
  }

  private static String capital(String type) {
    return Character.toUpperCase(type.charAt(0)) + type.substring(1);
  }

  private static List<String> lines(String file) {
    try (InputStream resource = Structures.class.getResourceAsStream("/definitions/" + file)) {
      if (resource == null) {
        throw new IllegalStateException("definitions/" + file + " is not packed in");
      }
      var reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8));
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
