package org.tessera.omop;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the rules make of one resource: rows, or the reason why there are none.
///
/// @param patient FHIR id of the Patient it is about, empty when it names none
/// @param person that patient's id in OMOP, 0 when it names none
/// @param reason empty when there are rows
/// @param birthYear the year of birth that follows from an age it states
/// @param cause what it says its patient died of
record Projected(
    Key key,
    String patient,
    long person,
    List<CdmRow> rows,
    String reason,
    List<Unmapped> unmapped,
    List<EpisodePart> parts,
    List<ImageLink> images,
    @Nullable Integer birthYear,
    @Nullable Cause cause) {
  static final String NO_PERSON = "no person";
  static final String NO_BIRTH_YEAR = "no year of birth";
  static final String DELETED = "deleted";
  static final String COLLISION = "identifier collision";

  /// A FHIR resource by type and id.
  record Key(String type, String id) {}

  /// A code, unit or answer that found no standard concept.
  record Unmapped(String table, String column, String system, String code, String sourceValue) {}

  /// A cause of death.
  ///
  /// @param source null when the source gives a text and no code
  record Cause(long concept, String sourceValue, @Nullable Long source) {}

  /// A cancer, or a treatment of one.
  ///
  /// @param disease episode of the disease a treatment names, 0 for none
  record EpisodePart(
      boolean treatment,
      long episode,
      long disease,
      long event,
      int eventField,
      int concept,
      @Nullable Object sourceValue,
      Object start,
      @Nullable Object end) {}

  /// Something measured or seen in a series of images.
  ///
  /// @param feature its row of `image_feature`
  /// @param eventField with `event`, its row of measurement or observation
  /// @param concept of the code, 0 where DICOM's or SNOMED's has none
  record ImageLink(
      long feature,
      String series,
      int eventField,
      long event,
      long concept,
      int type,
      @Nullable Object finding,
      @Nullable Object site,
      @Nullable String algorithm) {}

  static Projected none(Key key, long person, String reason) {
    return new Projected(
        key, "", person, List.of(), reason, List.of(), List.of(), List.of(), null, null);
  }

  /// The same resource without rows, still known by its birth year.
  Projected without(String why) {
    return new Projected(
        key, patient, person, List.of(), why, List.of(), List.of(), List.of(), birthYear, null);
  }
}
