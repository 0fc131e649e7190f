package org.tessera.etl.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.fhir.postgres.TestDatabase;

class PseudonymizerTest {
  private static TestDatabase database;
  @TempDir private Path home;
  private final List<String> audit = new ArrayList<>();

  @BeforeAll
  static void open() {
    database = TestDatabase.create("identity");
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private Pseudonymizer pseudonymizer(Contexts contexts) {
    return Pseudonymizer.open(
        home,
        contexts,
        database.identityDataSource(),
        (person, question, pseudonym) -> audit.add(person + "|" + question + "|" + pseudonym));
  }

  @Test
  void a_pseudonym_is_stable_under_its_key_and_unlike_under_another() throws Exception {
    String first = pseudonymizer(Contexts.separate()).pseudonym("lung", "004-000001");
    String again = pseudonymizer(Contexts.separate()).pseudonym("lung", "004-000001");
    Files.delete(home.resolve("keys/pseudonym.key"));
    String other = pseudonymizer(Contexts.separate()).pseudonym("lung", "004-000001");
    assertThat(first).matches("[a-z2-7]{26}").isEqualTo(again).isNotEqualTo(other);
  }

  @Test
  void the_bits_are_those_of_hmac_sha_512_256() throws Exception {
    Files.createDirectories(home.resolve("keys"));
    Path key = home.resolve("keys/pseudonym.key");
    Files.writeString(key, "0b".repeat(32));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    // python3: hmac.new(b'\x0b'*32, b'patient\0lung\0004-000001', 'sha512_256'), first 130 bits
    assertThat(pseudonymizer(Contexts.separate()).pseudonym("lung", "004-000001"))
        .isEqualTo("zh2uamczntxtqq7it2vqh355qy");
  }

  @Test
  void studies_are_unlinkable_unless_they_share_a_context() {
    var apart = pseudonymizer(Contexts.separate());
    var joined = pseudonymizer(Contexts.parse("lung=chest, heart = chest"));
    assertThat(apart.pseudonym("lung", "1")).isNotEqualTo(apart.pseudonym("heart", "1"));
    assertThat(joined.pseudonym("lung", "1")).isEqualTo(joined.pseudonym("heart", "1"));
    assertThat(apart.secrets("lung").uid("1.2.3"))
        .matches("2\\.25\\.[1-9][0-9]{1,38}")
        .isNotEqualTo(apart.secrets("heart").uid("1.2.3"));
    assertThat(apart.digest("1")).isNotEqualTo(apart.pseudonym("", "1"));
  }

  @Test
  void the_key_file_is_for_its_owner_alone() throws Exception {
    pseudonymizer(Contexts.separate());
    Path key = home.resolve("keys/pseudonym.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> pseudonymizer(Contexts.separate()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void a_damaged_key_is_refused_without_quoting_it() throws Exception {
    pseudonymizer(Contexts.separate());
    Files.writeString(home.resolve("keys/pseudonym.key"), "secret-rest");
    assertThatThrownBy(() -> pseudonymizer(Contexts.separate()))
        .isInstanceOf(IllegalStateException.class)
        .hasNoCause()
        .message()
        .doesNotContain("secret-rest");
  }

  @Test
  void sixty_thousand_patients_are_remembered_and_found_both_ways() {
    var pseudonymizer = pseudonymizer(Contexts.separate());
    Map<String, String> numbers = new HashMap<>();
    for (int i = 0; i < 60_000; i++) {
      String number = "004-%06d".formatted(i);
      numbers.put(number, pseudonymizer.pseudonym("lung", number));
    }
    pseudonymizer.remember("lung", numbers);
    pseudonymizer.remember("lung", numbers);
    String pseudonym = pseudonymizer.pseudonym("lung", "004-000001");
    assertThat(pseudonymizer.find("ivanova", "lung", "004-000001")).contains(pseudonym);
    assertThat(pseudonymizer.reidentify("ivanova", "lung", pseudonym)).contains("004-000001");
    assertThat(pseudonymizer.find("ivanova", "lung", "004-999999")).isEmpty();
    assertThat(audit)
        .containsExactly(
            "ivanova|number to pseudonym|" + pseudonym,
            "ivanova|pseudonym to number|" + pseudonym,
            "ivanova|number to pseudonym|");
  }

  @Test
  void the_role_of_the_other_houses_may_not_read_who_is_who() throws Exception {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("select number from identity.patient"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("permission denied");
    }
  }
}
