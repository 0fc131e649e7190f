package org.tessera.etl.deidentify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.DicomWriter;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.Tag;
import org.tessera.dicom.Vr;
import org.tessera.etl.deidentify.AnswerKey.Source;

class FolderRunTest {
  private static final AnswerKey KEY = AnswerKey.read();

  @TempDir private Path folder;
  private Path in;

  @BeforeEach
  void plant() throws IOException {
    in = Files.createDirectories(folder.resolve("in/deeper"));
    for (Source source : KEY.sources()) {
      Files.write(in.resolve(source.name() + " Zimmerlin.dcm"), PlantedFiles.write(KEY, source));
    }
  }

  private FolderRun.Folders folders(String name) {
    return new FolderRun.Folders(
        folder.resolve("in"), folder.resolve(name), folder.resolve("zone").resolve(name));
  }

  private RunReport run(String out, String profile, int threads) throws IOException {
    return FolderRun.run(
        TestRuns.deidentifier(folder.resolve("home"), profile), folders(out), threads);
  }

  private static Map<String, byte[]> contents(Path root) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  @Test
  void every_file_comes_out_by_its_new_names_with_a_report_for_each_study() throws IOException {
    RunReport report = run("out", "research", 2);
    assertThat(report.clearedInstances()).isEqualTo(KEY.sources().size());
    assertThat(report.refusedFiles()).isZero();
    Map<String, byte[]> out = contents(folder.resolve("out"));
    assertThat(out.keySet().stream().filter(name -> name.endsWith(".dcm")))
        .hasSize(KEY.sources().size())
        .allMatch(
            name -> name.matches("[a-z2-7]{26}/2\\.25\\.\\d+/2\\.25\\.\\d+/2\\.25\\.\\d+\\.dcm"));
    assertThat(out).containsKey("reports/summary.json");
    assertThat(out.keySet().stream().filter(name -> name.startsWith("reports/2.25."))).hasSize(12);
    assertThat(out.keySet()).noneMatch(name -> name.contains(".part"));
  }

  @Test
  void nothing_that_was_planted_stands_in_any_file_of_the_output_or_its_name() throws IOException {
    run("out", "research", 2);
    for (Map.Entry<String, byte[]> file : contents(folder.resolve("out")).entrySet()) {
      for (Source source : KEY.sources()) {
        for (String word : List.of("family", "id", "otherid", "phone", "institution")) {
          String identity = source.person().getOrDefault(word, "");
          assertThat(RawSearch.finds(file.getValue(), identity)).as(file.getKey()).isFalse();
          assertThat(file.getKey()).doesNotContain(identity);
        }
      }
    }
  }

  @Test
  void the_same_folder_gives_the_same_files_with_one_thread_and_with_four() throws IOException {
    run("one", "research", 1);
    run("four", "research", 4);
    Map<String, byte[]> one = contents(folder.resolve("one"));
    Map<String, byte[]> four = contents(folder.resolve("four"));
    assertThat(one.keySet()).isEqualTo(four.keySet());
    one.forEach((name, bytes) -> assertThat(four.get(name)).as(name).isEqualTo(bytes));
  }

  @Test
  void a_second_run_into_the_same_folder_changes_nothing() throws IOException {
    run("out", "research", 2);
    Map<String, byte[]> before = contents(folder.resolve("out"));
    assertThat(run("out", "research", 2).refusedFiles()).isZero();
    Map<String, byte[]> after = contents(folder.resolve("out"));
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.forEach((name, bytes) -> assertThat(after.get(name)).as(name).isEqualTo(bytes));
  }

  @Test
  void bad_files_are_refused_with_place_and_reason_while_the_others_go_on() throws IOException {
    Files.write(in.resolve("empty.dcm"), new byte[0]);
    Files.writeString(in.resolve("letter Zimmerlin.txt"), "Dear Mr Zimmerlin, this is no picture.");
    byte[] whole = PlantedFiles.write(KEY, KEY.sources().getFirst());
    Files.write(in.resolve("short.dcm"), java.util.Arrays.copyOf(whole, 300));
    Files.write(in.resolve("twin.dcm"), twin(whole));
    RunReport report = run("out", "research", 2);
    assertThat(report.refusedFiles()).isEqualTo(4);
    assertThat(report.clearedInstances()).as("each file counts once").isEqualTo(12);
    assertThat(report.summary())
        .contains("the file is empty")
        .contains("neither a preamble with DICM nor a data element at the start")
        .contains("no study or no instance UID")
        .contains("the same SOP Instance UID with other content")
        .doesNotContain("Zimmerlin");
    assertThat(Files.readString(folder.resolve("zone/out/refused.tsv")))
        .contains("deeper/letter Zimmerlin.txt\t0\t");
    assertThat(Files.getPosixFilePermissions(folder.resolve("zone/out/refused.tsv"))).hasSize(2);
    assertThat(contents(folder.resolve("out")).keySet().stream().filter(n -> n.endsWith(".dcm")))
        .hasSize(KEY.sources().size());
  }

  private static byte[] twin(byte[] whole) throws IOException {
    DicomFile file = (DicomFile) DicomReader.read(whole, ReadOptions.whole());
    return DicomWriter.bytes(
        file.withDataSet(file.dataSet().edit().put(Tag.InstanceNumber, Vr.IS, "77").build()));
  }

  @Test
  void a_picture_that_may_show_a_name_is_held_outside_of_what_is_given_away() throws IOException {
    byte[] ct = PlantedFiles.write(KEY, KEY.sources().getFirst());
    DicomFile file = (DicomFile) DicomReader.read(ct, ReadOptions.whole());
    var marked = file.dataSet().edit().put(Tag.BurnedInAnnotation, Vr.CS, "YES").build();
    Files.write(in.resolve("marked.dcm"), DicomWriter.bytes(file.withDataSet(marked)));
    Files.delete(in.resolve("ct-plain Zimmerlin.dcm"));
    RunReport report = run("out", "research", 1);
    assertThat(report.heldInstances()).isEqualTo(1);
    assertThat(report.summary()).contains("the file says that identities are burned in");
    assertThat(contents(folder.resolve("zone/out"))).hasSize(1);
    assertThat(contents(folder.resolve("out")).keySet().stream().filter(n -> n.endsWith(".dcm")))
        .hasSize(KEY.sources().size() - 1);
  }

  @Test
  void folders_within_one_another_are_refused_before_anything_is_written() {
    assertThatThrownBy(() -> new FolderRun.Folders(in, in.resolve("out"), folder.resolve("z")))
        .hasMessageContaining("--out must not lie in --in");
    assertThatThrownBy(
            () -> new FolderRun.Folders(folder.resolve("none"), folder, folder.resolve("z")))
        .hasMessageContaining("--in names no folder");
    assertThatThrownBy(
            () -> new FolderRun.Folders(in, folder.resolve("o"), folder.resolve("o/home")))
        .hasMessageContaining("given away");
  }

  @Test
  void a_key_that_is_forgotten_gives_other_names_each_time_and_one_name_a_patient()
      throws IOException {
    assertThat(patients("first")).hasSize(7);
    assertThat(patients("second")).hasSize(7).doesNotContainAnyElementsOf(patients("first"));
  }

  private List<String> patients(String out) throws IOException {
    if (!Files.exists(folder.resolve(out))) {
      Profiles profiles = TestRuns.profiles();
      var deidentifier =
          Deidentifier.of(
              profiles,
              profiles.find("chaimeleon-step-2").orElseThrow(),
              org.tessera.etl.pseudonym.ImagePseudonyms.forgotten(),
              String::strip);
      FolderRun.run(deidentifier, folders(out), 2);
    }
    return contents(folder.resolve(out)).keySet().stream()
        .filter(name -> name.endsWith(".dcm"))
        .map(name -> name.substring(0, 26))
        .distinct()
        .toList();
  }
}
