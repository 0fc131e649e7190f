package org.tessera.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.Element;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.Tag;
import org.tessera.dicom.check.DicomCheck;
import org.tessera.dicom.render.Picture;
import org.tessera.dicom.render.RenderRequest;
import org.tessera.dicom.render.Renderer;
import org.tessera.etl.deidentify.Deidentifier;
import org.tessera.etl.deidentify.FolderRun;
import org.tessera.etl.deidentify.Profiles;
import org.tessera.etl.pseudonym.ImagePseudonyms;

class DemoScansTest {
  private static final long SEED = 20_200_101;
  private static final int PATIENTS = 12;
  private static final Set<String> FOUND = Set.of("SEG", "SR", "RTSTRUCT");

  @TempDir private static Path shared;
  @TempDir private Path folder;

  @BeforeAll
  static void write() throws IOException {
    writeTo(shared);
  }

  private static void writeTo(Path place) throws IOException {
    for (DemoStudy study : DemoScans.studies()) {
      Path inner = Files.createDirectories(place.resolve(study.study()));
      new DemoScans(SEED).write(study, PATIENTS, inner);
    }
  }

  private static List<Path> files(Path place) throws IOException {
    try (Stream<Path> walk = Files.walk(place)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static DicomFile read(Path file) throws IOException {
    return (DicomFile) DicomReader.read(file, ReadOptions.whole());
  }

  private static String modality(DataSet header) {
    return header.string(Tag.Modality).orElseThrow();
  }

  @Test
  void the_same_seed_makes_the_same_images() throws IOException {
    writeTo(folder);
    List<Path> first = files(shared);
    List<Path> second = files(folder);
    assertThat(first).hasSameSizeAs(second).hasSizeGreaterThan(PATIENTS);
    for (int i = 0; i < first.size(); i++) {
      assertThat(Files.mismatch(first.get(i), second.get(i))).isEqualTo(-1);
    }
  }

  @Test
  void they_are_those_the_imaging_tabs_tell_of_and_every_picture_can_be_seen() throws IOException {
    for (DemoStudy study : DemoScans.studies()) {
      Set<String> told = new TreeSet<>();
      DemoGenerator.faultless(SEED)
          .rows(study, PATIENTS, "Imaging")
          .forEachRemaining(row ->
              told.add(
                  row.values().get("patient_number")
                      + " "
                      + row.values().get("study_instance_uid")));
      Set<String> imaged = new TreeSet<>();
      for (Path file : files(shared.resolve(study.study()))) {
        DicomFile dicom = read(file);
        DataSet header = dicom.dataSet();
        imaged.add(
            header.string(Tag.PatientID).orElseThrow()
                + " "
                + header.string(Tag.StudyInstanceUID).orElseThrow());
        if (!FOUND.contains(modality(header))) {
          assertThat(Renderer.render(dicom, RenderRequest.of(1))).isInstanceOf(Picture.class);
        }
      }
      assertThat(imaged).as(study.study()).isEqualTo(told);
    }
  }

  @Test
  void several_manufacturers_write_each_kind_each_with_private_blocks_of_its_own()
      throws IOException {
    Map<String, Set<String>> manufacturers = new HashMap<>();
    Set<String> instances = new HashSet<>();
    for (Path file : files(shared)) {
      DataSet header = read(file).dataSet();
      assertThat(instances.add(header.string(Tag.SOPInstanceUID).orElseThrow())).isTrue();
      String modality = modality(header);
      if (!FOUND.contains(modality)) {
        assertThat(header.elements()).as(file.toString()).anyMatch(DemoScansTest::isPrivate);
      }
      manufacturers
          .computeIfAbsent(modality, kind -> new HashSet<>())
          .add(header.string(Tag.Manufacturer).orElseThrow());
    }
    assertThat(manufacturers).containsOnlyKeys("CT", "MR", "MG", "PT", "SEG", "SR", "RTSTRUCT");
    assertThat(manufacturers.get("CT")).hasSizeGreaterThan(2);
    assertThat(manufacturers.get("MR")).hasSizeGreaterThan(2);
    assertThat(manufacturers.get("MG")).hasSizeGreaterThan(2);
  }

  private static boolean isPrivate(Element element) {
    return Tag.group(element.tag()) % 2 == 1;
  }

  @Test
  void a_prostate_is_seen_in_t2_with_several_b_values_their_map_and_over_time() throws IOException {
    Set<String> described = new TreeSet<>();
    Set<String> diffusion = new TreeSet<>();
    for (Path file : files(shared.resolve("prostate"))) {
      DataSet header = read(file).dataSet();
      described.add(header.string(Tag.SeriesDescription).orElseThrow());
      header.string(0x00189087).ifPresent(diffusion::add);
    }
    assertThat(described)
        .containsExactly("ADC tra", "DWI tra", "T1 dyn tra KM", "T2 TSE sag", "T2 TSE tra");
    assertThat(diffusion).containsExactly("1400.0", "50.0", "800.0");
  }

  @Test
  void images_have_all_that_their_definitions_in_the_standard_demand() throws IOException {
    for (Path file : files(shared)) {
      DataSet header = read(file).dataSet();
      if (!FOUND.contains(modality(header))) {
        assertThat(DicomCheck.check(header).findings()).as(file.toString()).isEmpty();
      }
    }
  }

  @Test
  void the_tools_of_dcmtk_and_of_david_clunie_find_no_error_in_images()
      throws IOException, InterruptedException {
    Set<String> seen = new HashSet<>();
    for (Path file : files(shared)) {
      DataSet header = read(file).dataSet();
      String kind =
          header.string(Tag.Manufacturer).orElseThrow()
              + header.string(Tag.SeriesDescription).orElseThrow();
      if (!FOUND.contains(modality(header)) && seen.add(kind)) {
        assertThat(said("dcmdump", file)).doesNotContain("E: ", "W: ");
        assertThat(said("dciodvfy", file)).doesNotContain("Error");
      }
    }
  }

  /// All that a program says of a file; where it is missing the test is skipped, and says so.
  private static String said(String program, Path file) throws IOException, InterruptedException {
    Path place = Path.of("/usr/bin", program);
    assumeTrue(Files.isExecutable(place), program + " is missing: dcmtk, dicom3tools of Debian");
    Process process =
        new ProcessBuilder(place.toString(), file.toString()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    process.waitFor();
    return said;
  }

  @Test
  void nothing_of_whom_they_name_is_left_when_they_are_de_identified() throws IOException {
    Profiles profiles = Profiles.builtIn();
    var deidentifier =
        Deidentifier.of(
            profiles,
            profiles.find("research").orElseThrow(),
            ImagePseudonyms.open(Files.createDirectories(folder.resolve("home")), "lung"),
            number -> number);
    Set<String> planted = planted();
    var folders =
        new FolderRun.Folders(shared, folder.resolve("out"), folder.resolve("identified"));
    FolderRun.run(deidentifier, folders, 2);

    List<Path> out = files(folder.resolve("out"));
    assertThat(out).hasSizeGreaterThan(files(shared).size() - 1);
    for (Path file : out) {
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      String unicode = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      assertThat(planted)
          .as(file.toString())
          .noneMatch(word -> bytes.contains(word) || unicode.contains(word));
    }
  }

  /// Whatever names somebody or something in the files: all of it must go.
  private static Set<String> planted() throws IOException {
    Set<String> planted = new TreeSet<>();
    for (var row : ScanTable.rows("people.csv")) {
      planted.add(row.getField("text").replaceFirst("^\\w+\\^", ""));
    }
    List<Integer> tags =
        new ArrayList<>(List.of(Tag.PatientID, Tag.AccessionNumber, Tag.StudyInstanceUID));
    tags.addAll(List.of(Tag.SOPInstanceUID, Tag.SeriesInstanceUID, 0x00102154, 0x00181000));
    for (Path file : files(shared)) {
      DataSet header = read(file).dataSet();
      tags.forEach(tag -> header.string(tag).ifPresent(planted::add));
    }
    return planted;
  }
}
