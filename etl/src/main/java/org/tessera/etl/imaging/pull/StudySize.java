package org.tessera.etl.imaging.pull;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.Tag;
import org.tessera.dicom.Vr;

/// How many instances an archive has of a study. Many say so of a study; of others one asks for its
/// series, and for the instances of each.
final class StudySize {
  static final int OF_STUDY = 0x00201208;
  private static final int OF_SERIES = 0x00201209;
  private static final int SERIES_MAX = 2_000;
  private static final int INSTANCES_MAX = 20_000;

  private StudySize() {}

  /// The number; nothing when the archive does not tell in any way.
  ///
  /// @param answer what it said of the study
  static OptionalLong of(Source.Talk talk, DataSet answer, String uid) throws IOException {
    OptionalLong told = answer.integer(OF_STUDY);
    if (told.isPresent()) {
      return told;
    }
    DataSet keys = below("SERIES", uid, "").put(OF_SERIES, Vr.IS, "").build();
    Source.Found series = talk.find(keys, SERIES_MAX);
    long all = 0;
    for (DataSet one : series.matches()) {
      Optional<String> seriesUid = one.string(Tag.SeriesInstanceUID);
      OptionalLong own =
          seriesUid.isEmpty() ? OptionalLong.empty() : ofSeries(talk, one, uid, seriesUid.get());
      if (own.isEmpty()) {
        return OptionalLong.empty();
      }
      all += own.getAsLong();
    }
    return series.complete() && all > 0 ? OptionalLong.of(all) : OptionalLong.empty();
  }

  /// The question of a level below the study.
  private static DataSetEdit below(String level, String study, String series) {
    return StudyFilter.study(study)
        .edit()
        .remove(OF_STUDY)
        .put(StudyFilter.QUERY_LEVEL, Vr.CS, level)
        .put(Tag.SeriesInstanceUID, Vr.UI, series);
  }

  private static OptionalLong ofSeries(
      Source.Talk talk, DataSet answer, String study, String series) throws IOException {
    OptionalLong told = answer.integer(OF_SERIES);
    if (told.isPresent()) {
      return told;
    }
    DataSet keys = below("IMAGE", study, series).put(Tag.SOPInstanceUID, Vr.UI, "").build();
    Source.Found instances = talk.find(keys, INSTANCES_MAX);
    Set<String> uids = new HashSet<>();
    instances.matches().forEach(one -> one.string(Tag.SOPInstanceUID).ifPresent(uids::add));
    return instances.complete() ? OptionalLong.of(uids.size()) : OptionalLong.empty();
  }
}
