package org.tessera.omop.athena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.OmopConcept;

/// The database goes away at every place there is: the former vocabulary answers until the same
/// command has brought the import to its end.
final class StoppedImportTest {
  private static final String RESULT =
      """
      select (select string_agg(c::text, ';' order by concept_id) from cdm.concept c where concept_id > 900000000),
        (select string_agg(r::text, ';' order by r::text) from cdm.concept_relationship r where concept_id_1 > 900000000),
        (select string_agg(a::text, ';' order by a::text) from cdm.concept_ancestor a),
        (select count(*) from cdm.concept_synonym), (select count(*) from cdm.concept)\
      """;

  /// Gives out so many connections and then none.
  private static DataSource failing(DataSource real, int connections) {
    var left = new AtomicInteger(connections);
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getConnection") && left.getAndDecrement() <= 0) {
                throw new SQLException("the database is gone", "08006");
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void goes_on_from_every_place_where_it_was_stopped() throws Exception {
    List<String> expected;
    try (var clinic = new Clinic()) {
      clinic.take(new SmallBundle());
      expected = clinic.rows(RESULT);
    }
    byte[] zip = new SmallBundle().zip();
    try (var clinic = new Clinic()) {
      int stops = 0;
      boolean done = false;
      while (!done) {
        var imports = clinic.imports(failing(clinic.database.dataSource(), 5 + stops), 2);
        try {
          imports.submit(new ByteArrayInputStream(zip), "athena.zip");
          imports.await();
        } catch (SQLException e) {
          // Gone before it began: the next round begins again.
          assertThat(e.getMessage()).contains("gone");
        }
        done = clinic.imports().list().contains("current");
        stops++;
        assertThat(stops).isLessThan(200);
        if (!done) {
          assertThat(
                  clinic.rows(
                      "select count(*) from cdm.concept where concept_id between 900000000 and"
                          + " 900000099 and not exists (select from omop.vocabulary_import where"
                          + " state in ('remapping', 'current'))"))
              .containsExactly("0");
        }
      }
      assertThat(stops).isGreaterThan(5);
      assertThat(clinic.rows(RESULT)).isEqualTo(expected);
      assertThat(clinic.vocabularies.standard(new Code("urn:omop:beta", "B1")).map(OmopConcept::id))
          .contains(900000011L);
      assertThat(clinic.rows("select count(*) from omop.vocabulary_import")).containsExactly("1");
    }
  }

  @Test
  void another_bundle_takes_the_place_of_one_that_was_stopped() throws Exception {
    try (var clinic = new Clinic()) {
      clinic.take(
          clinic.imports(failing(clinic.database.dataSource(), 6), 2), new SmallBundle().zip());
    } catch (SQLException e) {
      assertThat(e.getMessage()).contains("gone");
    }
    try (var clinic = new Clinic()) {
      var stopped = clinic.imports(failing(clinic.database.dataSource(), 8), 2);
      assertThatThrownBy(() -> clinic.take(stopped, new SmallBundle().zip()))
          .hasMessageContaining("gone");
      var other = new SmallBundle();
      other.replace("VOCABULARY.csv", "01-JAN-26", "01-JUL-26");

      assertThat(clinic.take(other).succeeded()).isTrue();

      assertThat(clinic.rows("select state, message from omop.vocabulary_import order by id"))
          .first()
          .isEqualTo("refused|given up for another bundle");
    }
  }

  @Test
  void one_that_was_stopped_while_rows_were_projected_again_projects_them_all() throws Exception {
    try (var clinic = new Clinic()) {
      clinic.take(new SmallBundle());
      clinic.rows("update omop.vocabulary_import set state = 'remapping' returning id");
      var imports = clinic.imports();

      imports.resume();
      imports.await();

      assertThat(clinic.rebuilds).isEqualTo(1);
      assertThat(imports.status(1).succeeded()).isTrue();
    }
  }
}
