package org.tessera.etl.imaging.pull;

import java.util.ArrayList;
import java.util.List;
import org.tessera.dicom.KnownUid;

/// What is to be fetched.
///
/// @param from the archive, as `TITLE@host:port` or `https://host/path`
/// @param study the research study it is for
/// @param uids studies by the UIDs they have there; none where the filter chooses
/// @param filter what studies must have
public record PullOrder(
    String from, String study, List<String> uids, StudyFilter filter, Manner manner) {
  private static final int UIDS_MAX = 10_000;

  /// How it is fetched.
  ///
  /// @param tls C-FIND and C-MOVE over TLS, with the node's own keys
  /// @param again also what was fetched whole before
  /// @param scheduled by the clock and not by a person
  public record Manner(boolean tls, boolean again, boolean scheduled) {}

  /// @throws IllegalArgumentException when it does not say what to fetch, or too much
  public PullOrder {
    if (uids.isEmpty() == filter.isEmpty()) {
      throw new IllegalArgumentException(
          "say which studies: their UIDs (--study, --list), or what they must have (--where)");
    }
    if (uids.size() > UIDS_MAX) {
      throw new IllegalArgumentException("at most " + UIDS_MAX + " studies at once");
    }
    for (int i = 0; i < uids.size(); i++) {
      if (!KnownUid.isUid(uids.get(i))) {
        throw new IllegalArgumentException("number " + (i + 1) + " of the list is no UID");
      }
    }
    uids = List.copyOf(uids);
  }

  /// The UIDs of a text: one a line or separated by commas; what follows `#` is a remark.
  public static List<String> uids(String text) {
    List<String> uids = new ArrayList<>();
    for (String line : text.lines().toList()) {
      for (String part : line.replaceAll("#.*", "").split("[,;\\s]+", -1)) {
        if (!part.isBlank() && !uids.contains(part)) {
          uids.add(part);
        }
      }
    }
    return uids;
  }
}
