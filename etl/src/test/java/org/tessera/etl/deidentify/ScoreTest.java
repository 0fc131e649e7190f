package org.tessera.etl.deidentify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.DicomWriter;
import org.tessera.dicom.ReadOptions;
import org.tessera.etl.deidentify.AnswerKey.Action;
import org.tessera.etl.deidentify.AnswerKey.Check;
import org.tessera.etl.deidentify.AnswerKey.Source;
import org.tessera.etl.deidentify.Scorer.Pair;

/// The answer keys, by the profile that the MIDI-B challenge describes.
class ScoreTest {
  @TempDir private Path home;

  @Test
  void our_own_key_is_met_in_every_removal_and_in_999_of_1000_checks() throws IOException {
    AnswerKey key = AnswerKey.read();
    Deidentifier deidentifier = TestRuns.deidentifier(home, "research");
    Map<String, Pair> pairs = new HashMap<>();
    for (Source source : key.sources()) {
      byte[] bytes = PlantedFiles.write(key, source);
      DicomFile before = (DicomFile) DicomReader.read(bytes, ReadOptions.whole());
      pairs.put(source.name(), pair(before, deidentifier.apply(before), source.burnedIn()));
    }
    Score score = score(key.checks(), pairs);
    assertThat(score.percent(Action.TEXT_REMOVED)).as(score.toString()).isEqualTo(100);
    assertThat(score.percent()).as(score.toString()).isGreaterThanOrEqualTo(99.9);
  }

  @Test
  void the_shared_key_is_met_in_every_removal_and_in_999_of_1000_checks() throws IOException {
    List<Check> checks = SharedKey.checks();
    Deidentifier deidentifier = TestRuns.deidentifier(home, "research");
    Map<String, Pair> pairs = new HashMap<>();
    for (String name : checks.stream().map(Check::file).distinct().toList()) {
      Path file = SharedKey.folder().resolve("files").resolve(name);
      DicomFile before =
          (DicomFile) DicomReader.read(Files.readAllBytes(file), ReadOptions.whole());
      Pair pair = pair(before, deidentifier.apply(before), List.of());
      pairs.put(name, pair);
      assertThat(SharedKey.identities(checks, name))
          .as(name)
          .noneMatch(identity -> RawSearch.finds(pair.bytes(), identity));
    }
    Score score = score(checks, pairs);
    assertThat(score.percent(Action.TEXT_REMOVED)).as(score.toString()).isEqualTo(100);
    assertThat(score.percent()).as(score.toString()).isGreaterThanOrEqualTo(99.9);
  }

  private static Pair pair(DicomFile before, Outcome outcome, List<Integer> burnedIn)
      throws IOException {
    DicomFile written = TestRuns.file(outcome);
    byte[] bytes = DicomWriter.bytes(written);
    DicomFile after = (DicomFile) DicomReader.read(bytes, ReadOptions.whole());
    return new Pair(before, after, InflatedBytes.of(after, bytes), burnedIn);
  }

  private static Score score(List<Check> checks, Map<String, Pair> pairs) {
    var score = new Score();
    var scorer = new Scorer();
    for (Check check : checks) {
      score.add(check, scorer.holds(check, pairs.get(check.file())));
    }
    return score;
  }
}
