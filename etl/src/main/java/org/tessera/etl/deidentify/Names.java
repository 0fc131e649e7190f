package org.tessera.etl.deidentify;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.tessera.dicom.KnownUid;
import org.tessera.etl.pseudonym.ImagePseudonyms;

/// New names for old ones: pseudonyms, offsets and UIDs under one key, each worked out once. Used
/// by several threads.
final class Names {
  private static final int REMEMBERED_MAX = 200_000;

  private final ImagePseudonyms pseudonyms;
  private final UnaryOperator<String> canonical;
  private final Map<String, String> uids = remembering();
  private final Map<String, String> patients = remembering();

  Names(ImagePseudonyms pseudonyms, UnaryOperator<String> canonical) {
    this.pseudonyms = pseudonyms;
    this.canonical = canonical;
  }

  private static Map<String, String> remembering() {
    return Collections.synchronizedMap(
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED_MAX;
          }
        });
  }

  String canonical(String number) {
    return canonical.apply(number);
  }

  String pseudonym(String canonicalNumber) {
    return patients.computeIfAbsent(canonicalNumber, pseudonyms::pseudonym);
  }

  int days(String canonicalNumber, int earliest, int latest) {
    return earliest == latest ? earliest : pseudonyms.days(canonicalNumber, earliest, latest);
  }

  /// UIDs that the standard itself gives out name no instance and stay.
  String uid(String uid) {
    return KnownUid.find(uid).isPresent() ? uid : uids.computeIfAbsent(uid, pseudonyms::uid);
  }
}
