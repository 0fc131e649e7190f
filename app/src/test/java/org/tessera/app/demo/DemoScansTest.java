package org.tessera.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.Tag;
import org.tessera.dicom.render.Picture;
import org.tessera.dicom.render.RenderRequest;
import org.tessera.dicom.render.Renderer;

class DemoScansTest {
  private static final long SEED = 20_200_101;
  private static final int PATIENTS = 8;

  @TempDir Path folder;

  private List<Path> written(String name) throws IOException {
    Path place = Files.createDirectories(folder.resolve(name));
    new DemoScans(SEED).write(PATIENTS, place);
    try (Stream<Path> walk = Files.walk(place)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void the_same_seed_makes_the_same_images() throws IOException {
    List<Path> first = written("first");
    List<Path> second = written("second");

    assertThat(first).hasSameSizeAs(second).hasSizeGreaterThan(PATIENTS);
    for (int i = 0; i < first.size(); i++) {
      assertThat(Files.mismatch(first.get(i), second.get(i))).isEqualTo(-1);
    }
  }

  @Test
  void they_are_those_the_imaging_tab_tells_of_and_every_picture_can_be_seen() throws IOException {
    Set<String> told = new HashSet<>();
    DemoGenerator.faultless(SEED)
        .rows(DemoStudy.BREAST, PATIENTS, "Imaging")
        .forEachRemaining(row ->
            told.add(
                row.values().get("patient_number")
                    + row.values().get("study_instance_uid")
                    + row.values().get("modality")));
    Set<String> imaged = new HashSet<>();
    Set<String> found = new HashSet<>();
    Set<String> instances = new HashSet<>();
    for (Path file : written("images")) {
      var dicom = (DicomFile) DicomReader.read(file, ReadOptions.whole());
      DataSet header = dicom.dataSet();
      instances.add(header.string(Tag.SOPInstanceUID).orElseThrow());
      String modality = header.string(Tag.Modality).orElseThrow();
      if (Set.of("SEG", "SR", "RTSTRUCT").contains(modality)) {
        found.add(modality);
        continue;
      }
      imaged.add(
          header.string(Tag.PatientID).orElseThrow()
              + header.string(Tag.StudyInstanceUID).orElseThrow()
              + modality);
      assertThat(Renderer.render(dicom, RenderRequest.of(1))).isInstanceOf(Picture.class);
    }
    assertThat(imaged).isEqualTo(told);
    assertThat(found).containsExactlyInAnyOrder("SEG", "SR", "RTSTRUCT");
    assertThat(instances).hasSameSizeAs(written("again"));
  }
}
