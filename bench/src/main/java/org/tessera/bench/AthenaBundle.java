package org.tessera.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes a bundle in Athena's form of any size: made-up vocabularies with made-up codes in the
/// proportions of the real ones. Three fifths of the concepts are standard and stand in one tree,
/// eight below each; the others map to them; ten relationships a concept.
///
/// Arguments: the file, the number of concepts, the release (`1`; another number maps and retires
/// one code in a thousand differently).
public final class AthenaBundle {
  static final int FIRST_ID = 1_000_000;

  private static final int CHILDREN = 8;
  private static final String DATES = "\t19700101\t20991231\t";
  private static final String[] WORDS = words();

  private final int concepts;
  private final int standard;
  private final int release;
  private final Random random = new Random(42);
  private final StringBuilder text = new StringBuilder();

  private AthenaBundle(int concepts, int release) {
    this.concepts = concepts;
    this.standard = concepts / 5 * 3;
    this.release = release;
  }

  /// Writes the bundle and prints its size.
  public static void main(String[] words) throws IOException {
    Path file = Path.of(words[0]);
    int concepts = Integer.parseInt(words[1]);
    int release = words.length > 2 ? Integer.parseInt(words[2]) : 1;
    long begun = System.nanoTime();
    new AthenaBundle(concepts, release).write(file);
    System.out.printf(
        "%s: %,d MB in %,d s%n",
        file, Files.size(file) >> 20, (System.nanoTime() - begun) / 1_000_000_000);
  }

  /// Pronounceable words of no language, so that no term is anybody's.
  private static String[] words() {
    var random = new Random(7);
    var words = new String[4_000];
    for (int i = 0; i < words.length; i++) {
      var word = new StringBuilder();
      for (int syllable = 0; syllable < 2 + random.nextInt(3); syllable++) {
        word.append("bdfghklmnprstvz".charAt(random.nextInt(15)));
        word.append("aeiou".charAt(random.nextInt(5)));
      }
      words[i] = word.toString();
    }
    return words;
  }

  private interface Rows {
    void write(OutputStream out) throws IOException;
  }

  private void write(Path file) throws IOException {
    try (var zip =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
      zip.setLevel(Deflater.BEST_SPEED);
      small(zip);
      add(
          zip,
          "CONCEPT.csv",
          "concept_id\tconcept_name\tdomain_id\tvocabulary_id\tconcept_class_id\tstandard_concept"
              + "\tconcept_code\tvalid_start_date\tvalid_end_date\tinvalid_reason",
          this::concepts);
      add(
          zip,
          "CONCEPT_RELATIONSHIP.csv",
          "concept_id_1\tconcept_id_2\trelationship_id\tvalid_start_date\tvalid_end_date"
              + "\tinvalid_reason",
          this::relationships);
      add(
          zip,
          "CONCEPT_ANCESTOR.csv",
          "ancestor_concept_id\tdescendant_concept_id\tmin_levels_of_separation"
              + "\tmax_levels_of_separation",
          this::ancestors);
      add(
          zip,
          "CONCEPT_SYNONYM.csv",
          "concept_id\tconcept_synonym_name\tlanguage_concept_id",
          this::synonyms);
      add(
          zip,
          "DRUG_STRENGTH.csv",
          "drug_concept_id\tingredient_concept_id\tamount_value\tamount_unit_concept_id"
              + "\tnumerator_value\tnumerator_unit_concept_id\tdenominator_value"
              + "\tdenominator_unit_concept_id\tbox_size\tvalid_start_date\tvalid_end_date"
              + "\tinvalid_reason",
          this::strengths);
    }
  }

  private void add(ZipOutputStream zip, String name, String header, Rows rows) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    var out = new BufferedOutputStream(zip, 1 << 16);
    out.write((header + "\n").getBytes(StandardCharsets.UTF_8));
    rows.write(out);
    out.flush();
    zip.closeEntry();
  }

  private void small(ZipOutputStream zip) throws IOException {
    add(
        zip,
        "VOCABULARY.csv",
        "vocabulary_id\tvocabulary_name\tvocabulary_reference\tvocabulary_version"
            + "\tvocabulary_concept_id",
        out -> {
          line(out, "None\tOMOP Standardized Vocabularies\tbench\tv5.0 BENCH-" + release + "\t0");
          line(out, "Made Standard\tMade-up standard\tbench\t1\t0");
          line(out, "Made Source\tMade-up source\tbench\t1\t0");
        });
    add(
        zip,
        "DOMAIN.csv",
        "domain_id\tdomain_name\tdomain_concept_id",
        out -> {
          for (String domain : new String[] {"Condition", "Measurement", "Drug", "Metadata"}) {
            line(out, domain + "\t" + domain + "\t0");
          }
        });
    add(
        zip,
        "CONCEPT_CLASS.csv",
        "concept_class_id\tconcept_class_name\tconcept_class_concept_id",
        out -> line(out, "Made-up\tMade-up\t0"));
    add(
        zip,
        "RELATIONSHIP.csv",
        "relationship_id\trelationship_name\tis_hierarchical\tdefines_ancestry"
            + "\treverse_relationship_id\trelationship_concept_id",
        out -> {
          line(out, "Maps to\tMaps to\t0\t0\tMapped from\t0");
          line(out, "Mapped from\tMapped from\t0\t0\tMaps to\t0");
          line(out, "Is a\tIs a\t1\t0\tSubsumes\t0");
          line(out, "Subsumes\tSubsumes\t1\t1\tIs a\t0");
          line(out, "Has finding site\tHas finding site\t0\t0\tFinding site of\t0");
          line(out, "Finding site of\tFinding site of\t0\t0\tHas finding site\t0");
        });
  }

  private static void line(OutputStream out, String text) throws IOException {
    out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void flush(OutputStream out) throws IOException {
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    text.setLength(0);
  }

  private void name() {
    for (int word = 0; word < 5; word++) {
      text.append(word == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
    }
  }

  private boolean retired(int concept) {
    return concept >= standard && (concept + release) % 1_000 == 0;
  }

  private void concepts(OutputStream out) throws IOException {
    for (int i = 0; i < concepts; i++) {
      boolean isStandard = i < standard;
      text.append(FIRST_ID + i).append('\t');
      name();
      text.append('\t').append(i % 3 == 0 ? "Condition" : i % 3 == 1 ? "Measurement" : "Drug");
      text.append(isStandard ? "\tMade Standard\tMade-up\tS\tS" : "\tMade Source\tMade-up\t\tC");
      text.append(i).append("\t19700101\t");
      text.append(retired(i) ? "20250101\tD\n" : "20991231\t\n");
      flush(out);
    }
  }

  private int target(int concept) {
    int shift = concept % 1_000 == 7 ? release : 0;
    return (int) ((concept * 31L + shift) % standard);
  }

  private void relationships(OutputStream out) throws IOException {
    for (int i = 0; i < concepts; i++) {
      int other = i < standard ? i : target(i);
      int written = 2;
      if (!retired(i)) {
        relate(i, other, "Maps to");
        relate(other, i, "Mapped from");
      }
      if (i > 0 && i < standard) {
        relate(i, (i - 1) / CHILDREN, "Is a");
        relate((i - 1) / CHILDREN, i, "Subsumes");
        written += 2;
      }
      while (written < 10) {
        int site = random.nextInt(concepts);
        relate(i, site, "Has finding site");
        relate(site, i, "Finding site of");
        written += 2;
      }
      flush(out);
    }
  }

  private void relate(int from, int to, String relationship) {
    text.append(FIRST_ID + from).append('\t').append(FIRST_ID + to).append('\t');
    text.append(relationship).append(DATES).append('\n');
  }

  private void ancestors(OutputStream out) throws IOException {
    for (int i = 0; i < standard; i++) {
      int levels = 0;
      int above = i;
      while (above >= 0) {
        text.append(FIRST_ID + above).append('\t').append(FIRST_ID + i).append('\t');
        text.append(levels).append('\t').append(levels).append('\n');
        levels++;
        above = above == 0 ? -1 : (above - 1) / CHILDREN;
      }
      flush(out);
    }
  }

  private void synonyms(OutputStream out) throws IOException {
    for (int i = 0; i < concepts; i += 2) {
      text.append(FIRST_ID + i).append('\t');
      name();
      text.append("\t0\n");
      flush(out);
    }
  }

  private void strengths(OutputStream out) throws IOException {
    for (int i = 2; i < standard; i += 20) {
      text.append(FIRST_ID + i).append('\t').append(FIRST_ID + i % 1_000);
      text.append("\t0.5\t\t\t\t\t\t").append(DATES).append('\n');
      flush(out);
    }
  }
}
