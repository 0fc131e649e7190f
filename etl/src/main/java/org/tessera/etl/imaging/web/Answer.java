package org.tessera.etl.imaging.web;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.Dictionary;
import org.tessera.dicom.DictionaryEntry;
import org.tessera.dicom.Element;
import org.tessera.dicom.Tag;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;
import org.tessera.etl.imaging.Instance;
import org.tessera.etl.imaging.InstanceSearch.Level;
import org.tessera.etl.imaging.InstanceSearch.Match;

/// One result of a search as a data set: what PS3.18 section 10.6.3.3 requires of its level, and
/// what was asked for besides.
final class Answer {
  private static final List<String> STUDY =
      List.of(
          "StudyDate",
          "StudyTime",
          "AccessionNumber",
          "ReferringPhysicianName",
          "TimezoneOffsetFromUTC",
          "PatientName",
          "PatientID",
          "PatientBirthDate",
          "PatientSex",
          "StudyID",
          "StudyDescription");
  private static final List<String> SERIES =
      List.of(
          "Modality",
          "SeriesDescription",
          "SeriesNumber",
          "SeriesDate",
          "SeriesTime",
          "BodyPartExamined",
          "PerformedProcedureStepStartDate",
          "PerformedProcedureStepStartTime");
  private static final List<String> INSTANCE =
      List.of(
          "SOPClassUID", "InstanceNumber", "Rows", "Columns", "BitsAllocated", "NumberOfFrames");

  private final Match match;
  private final Instance first;
  private final DataSetEdit edit = DataSet.EMPTY.edit();

  private Answer(Match match) {
    this.match = match;
    this.first = match.first();
  }

  /// @param levels whose attributes are told: those below the place that was asked
  /// @param address where the result can be retrieved
  /// @param more what was asked for besides, of the header of its first instance
  static DataSet of(Match match, Set<Level> levels, String address, Optional<DataSet> more) {
    var answer = new Answer(match);
    more.ifPresent(header -> header.forEach(answer::add));
    answer.edit.put(Tag.SpecificCharacterSet, Vr.CS, "ISO_IR 192");
    if (levels.contains(Level.STUDY)) {
      answer.study();
    }
    if (levels.contains(Level.SERIES)) {
      answer.series();
    }
    if (levels.contains(Level.INSTANCE)) {
      answer.instance();
    }
    answer.put("RetrieveURL", address);
    answer.put("InstanceAvailability", "ONLINE");
    answer.put("StudyInstanceUID", answer.first.studyUid());
    return answer.edit.build();
  }

  private void add(Element element) {
    edit.put(element);
  }

  private void study() {
    STUDY.forEach(name -> put(name, first.attribute(name)));
    put("ModalitiesInStudy", String.join("\\", match.modalities()));
    put("NumberOfStudyRelatedSeries", Long.toString(match.series()));
    put("NumberOfStudyRelatedInstances", Long.toString(match.instancesOfStudy()));
  }

  private void series() {
    SERIES.forEach(name -> put(name, first.attribute(name)));
    put("SeriesInstanceUID", first.seriesUid());
    put("NumberOfSeriesRelatedInstances", Long.toString(match.instancesOfSeries()));
  }

  private void instance() {
    INSTANCE.forEach(name -> put(name, first.attribute(name)));
    put("SeriesInstanceUID", first.seriesUid());
    put("SOPInstanceUID", first.uid());
    put("AvailableTransferSyntaxUID", first.attribute("TransferSyntaxUID"));
  }

  private void put(String keyword, String value) {
    DictionaryEntry entry = Dictionary.find(keyword).orElseThrow();
    Vr vr = entry.vrs().getFirst();
    if (value.isEmpty()) {
      edit.put(ValueElement.of(entry.tag(), vr, new byte[0]));
    } else if (vr == Vr.US) {
      ByteBuffer number = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
      number.putShort((short) Integer.parseInt(value));
      edit.put(ValueElement.of(entry.tag(), vr, number.array()));
    } else {
      edit.put(entry.tag(), vr, value.split("\\\\", -1));
    }
  }
}
