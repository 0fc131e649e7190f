package org.tessera.omop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a report measured in a series is a feature of that series, as long as both have rows.
class ImageLinksTest extends WorldTest {
  private static final String FEATURES =
      """
      select i.image_series_uid, f.image_feature_event_field_concept_id, m.value_as_number, f.alg_system
      from cdm.image_feature f join cdm.image_occurrence i using (image_occurrence_id)
        join cdm.measurement m on m.measurement_id = f.image_feature_event_id
      """;

  private static String images(String... series) {
    StringBuilder list = new StringBuilder();
    for (String uid : series) {
      list.append(list.isEmpty() ? "" : ",")
          .append(
              "{'uid':'%s','modality':{'system':'http://dicom.nema.org/resources/ontology/DCM','code':'MR'}}"
                  .formatted(uid));
    }
    return """
    {'resourceType':'ImagingStudy','id':'s','status':'available','subject':{'reference':'Patient/p'},
     'identifier':[{'system':'urn:dicom:uid','value':'urn:oid:2.25.9'}],
     'started':'2020-01-02','series':[%s]}
    """
        .formatted(list);
  }

  private static String diameter(String id, String series) {
    return """
    {'resourceType':'Observation','id':'%s','status':'final','subject':{'reference':'Patient/p'},
     'partOf':[{'reference':'ImagingStudy/s'}],'effectiveDateTime':'2020-01-02',
     'code':{'coding':[{'system':'http://snomed.info/sct','code':'81827009'}]},
     'valueQuantity':{'value':12.5,'unit':'mm','system':'http://unitsofmeasure.org','code':'mm'},
     'device':{'reference':'Device/a','display':'Prostate MR 1.2'},
     'derivedFrom':[{'extension':[{'url':'https://tessera.dev/fhir/StructureDefinition/series',
       'valueOid':'urn:oid:%s'}],'reference':'ImagingStudy/s'}]}
    """
        .formatted(id, series);
  }

  @Test
  void a_measurement_is_a_feature_of_its_series_whichever_comes_first() {
    world.project(World.patient("p"), diameter("m", "2.25.51"));
    assertThat(world.rows(FEATURES)).isEmpty();
    assertThat(world.rows("select count(*) from cdm.measurement")).containsExactly("1");

    world.project(images("2.25.50", "2.25.51"));
    assertThat(world.rows(FEATURES)).containsExactly("2.25.51|1147138|12.5|Prostate MR 1.2");
    assertThat(world.rows("select measurement_event_id is not null from cdm.measurement"))
        .containsExactly("t");
  }

  @Test
  void a_series_that_goes_takes_its_features_along_and_gives_them_back_when_it_returns() {
    world.project(World.patient("p"), images("2.25.50", "2.25.51"), diameter("m", "2.25.51"));
    world.project(images("2.25.50"));
    assertThat(world.rows(FEATURES)).isEmpty();
    assertThat(world.rows("select count(*) from cdm.measurement")).containsExactly("1");

    world.project(images("2.25.51"));
    assertThat(world.rows(FEATURES)).hasSize(1);
    assertThat(world.projection.settle()).isEmpty();
  }

  @Test
  void a_measurement_that_goes_leaves_neither_feature_nor_link() {
    world.project(World.patient("p"), images("2.25.51"), diameter("m", "2.25.51"));
    assertThat(world.rows(FEATURES)).hasSize(1);
    world.projection.apply(List.of(world.delete("Observation", "m")));
    assertThat(world.rows("select * from cdm.image_feature")).isEmpty();
    assertThat(world.rows("select * from omop.image_link")).isEmpty();
    assertThat(world.projection.settle()).isEmpty();
  }

  @Test
  void a_patient_who_goes_and_returns_finds_the_features_again() {
    world.project(World.patient("p"), images("2.25.51"), diameter("m", "2.25.51"));
    world.projection.apply(List.of(world.delete("Patient", "p")));
    assertThat(world.rows("select * from cdm.image_feature")).isEmpty();
    world.project(World.patient("p"));
    assertThat(world.rows(FEATURES)).hasSize(1);
  }
}
