package org.tessera.vocabularies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A release over the tables that ship.
final class ImportedVocabulariesTest {
  private static final Code MALE = new Code("http://hl7.org/fhir/administrative-gender", "male");
  private static final Code GPS = new Code("http://snomed.info/sct", "10008004");
  private static final Code OTHER = new Code("http://snomed.info/sct", "999");

  @TempDir private Path folder;
  private final Vocabularies vocabularies = Vocabularies.builtIn();

  @BeforeEach
  void write() throws IOException {
    try (var writer = new ConceptFileWriter(folder)) {
      writer.add(concept(900_000_001, "Made", "a", "A term of its own"), 'S');
      writer.add(concept(900_000_002, "SNOMED", "10008004", "Another term"), 'S');
      writer.add(concept(900_000_003, "SNOMED", "999", "A licensed term"), 'S');
      writer.finish();
    }
  }

  private static OmopConcept concept(long id, String vocabulary, String code, String name) {
    return new OmopConcept(id, name, "Condition", vocabulary, "Thing", code, true, "");
  }

  @Test
  void a_vocabulary_without_a_fhir_address_gets_one() {
    vocabularies.adopt(ConceptFile.open(folder));

    assertThat(vocabularies.system("urn:omop:made").map(CodeSystem::omopVocabulary))
        .contains("Made");
    assertThat(vocabularies.systemOfOmopVocabulary("Made")).contains("urn:omop:made");
    assertThat(vocabularies.standard(new Code("urn:omop:made", "a")).map(OmopConcept::id))
        .contains(900_000_001L);
    assertThat(vocabularies.concept(900_000_001L)).isPresent();
    assertThat(vocabularies.standards(new Code("https://fhir-terminology.ohdsi.org", "900000001")))
        .hasSize(1);
  }

  @Test
  void what_a_release_does_not_know_stays_as_it_ships() {
    Vocabularies shipped = Vocabularies.builtIn();
    vocabularies.adopt(ConceptFile.open(folder));

    assertThat(vocabularies.standards(MALE)).isEqualTo(shipped.standards(MALE)).isNotEmpty();
    assertThat(vocabularies.concepts()).isEqualTo(shipped.concepts());
    assertThat(vocabularies.codes("http://snomed.info/sct"))
        .isEqualTo(shipped.codes("http://snomed.info/sct"));
  }

  @Test
  void terms_leave_only_where_the_licence_lets_them() {
    vocabularies.adopt(ConceptFile.open(folder));

    assertThat(vocabularies.display(OTHER)).contains("A licensed term");
    assertThat(vocabularies.sharedDisplay(OTHER)).isEmpty();
    assertThat(vocabularies.sharedDisplay(GPS)).contains("Ewe (ethnic group)");
    assertThat(vocabularies.display(GPS)).contains("Ewe (ethnic group)");
    assertThat(vocabularies.sharedDisplay(new Code("urn:omop:made", "a"))).isEmpty();
    assertThat(vocabularies.licence("LOINC").terms()).isTrue();
    assertThat(vocabularies.licence("Made").text()).contains("not recorded");
  }

  @Test
  void frozen_vocabularies_stay_what_they_were() {
    Vocabularies before = vocabularies.frozen();

    vocabularies.adopt(ConceptFile.open(folder));

    assertThat(before.contains(OTHER)).isFalse();
    assertThat(vocabularies.contains(OTHER)).isTrue();
    assertThat(List.copyOf(before.systems())).hasSize(vocabularies.systems().size() - 1);
  }
}
