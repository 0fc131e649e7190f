package org.tessera.etl.deidentify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.ReadOptions;
import org.tessera.etl.deidentify.AnswerKey.Action;
import org.tessera.etl.deidentify.AnswerKey.Check;
import org.tessera.etl.deidentify.AnswerKey.Source;

class AnswerKeyTest {
  private static final AnswerKey KEY = AnswerKey.read();

  @Test
  void every_identity_stands_in_its_file_before_anything_is_done() throws IOException {
    Score score = score(KEY);
    assertThat(score.checks()).isGreaterThan(1_000);
    assertThat(score.held(Action.TEXT_REMOVED)).isEmpty();
  }

  @Test
  void what_must_stay_stands_in_its_file_before_anything_is_done() throws IOException {
    Score score = score(KEY);
    assertThat(score.percent(Action.TEXT_RETAINED)).as(score.toString()).isEqualTo(100);
    assertThat(score.percent(Action.TAG_RETAINED)).as(score.toString()).isEqualTo(100);
    assertThat(score.percent(Action.PIXELS_RETAINED)).isEqualTo(100);
  }

  @Test
  void a_file_nobody_touched_has_no_new_dates_names_and_uids() throws IOException {
    Score score = score(KEY);
    assertThat(score.percent(Action.DATE_SHIFTED)).isZero();
    assertThat(score.percent(Action.PATID_CONSISTENT)).isZero();
    assertThat(score.percent(Action.UID_CHANGED)).isZero();
    assertThat(score.percent(Action.UID_CONSISTENT)).isZero();
    assertThat(score.percent(Action.PIXELS_HIDDEN)).isZero();
  }

  /// The score of the files as they were written.
  private static Score score(AnswerKey key) throws IOException {
    var score = new Score();
    var scorer = new Scorer();
    for (Source source : key.sources()) {
      byte[] bytes = PlantedFiles.write(key, source);
      DicomFile file = (DicomFile) DicomReader.read(bytes, ReadOptions.whole());
      var pair = new Scorer.Pair(file, file, searched(file, bytes), source.burnedIn());
      for (Check check : key.checks()) {
        if (check.file().equals(source.name())) {
          score.add(check, scorer.holds(check, pair));
        }
      }
    }
    return score;
  }

  private static byte[] searched(DicomFile file, byte[] bytes) {
    return InflatedBytes.of(file, bytes);
  }
}
