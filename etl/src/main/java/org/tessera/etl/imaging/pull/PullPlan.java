package org.tessera.etl.imaging.pull;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tessera.etl.imaging.pull.PullOrder.Manner;
import org.tessera.etl.imaging.remote.WebPeer;

/// What the settings `tessera.dicom.pull.<study>.…` say: from which archive a study's images are
/// fetched, which, and how often.
///
/// @param days how far back studies may be dated
/// @param minutes between two times; 0 for an archive that people alone ask
public record PullPlan(
    String study, String from, StudyFilter filter, int days, int minutes, Way way) {
  private static final String PREFIX = "tessera.dicom.pull.";
  private static final List<String> NAMES =
      List.of("from", "where", "days", "every-minutes", "tls", "user", "password", "token");
  private static final int MINUTES_MAX = 7 * 24 * 60;
  private static final int DAYS_MAX = 36_500;
  private static final int MINUTES_USUAL = 60;
  private static final int DAYS_USUAL = 7;

  /// How the archive is talked to.
  ///
  /// @param tls C-FIND and C-MOVE over TLS
  /// @param access what an archive that speaks DICOMweb is shown
  record Way(boolean tls, WebPeer.Access access) {}

  /// Reads all of them.
  ///
  /// @param settings by what follows `tessera.dicom.pull.` in their names
  /// @throws IllegalStateException naming the setting and what is wrong
  public static List<PullPlan> read(Map<String, String> settings) {
    Map<String, Map<String, String>> byStudy = new TreeMap<>();
    settings.forEach((name, value) -> {
      int dot = name.lastIndexOf('.');
      String last = name.substring(dot + 1);
      if (dot < 1 || !NAMES.contains(last)) {
        throw wrong(name, "expected <study>." + String.join(", .", NAMES));
      }
      byStudy
          .computeIfAbsent(name.substring(0, dot), _ -> new TreeMap<>())
          .put(last, value.strip());
    });
    List<PullPlan> plans = new ArrayList<>();
    byStudy.forEach((study, own) -> plans.add(of(study, own)));
    return plans;
  }

  private static PullPlan of(String study, Map<String, String> own) {
    String from = own.getOrDefault("from", "");
    if (from.isEmpty()) {
      throw wrong(
          study + ".from",
          "is missing; it names an archive as TITLE@host:port or https://host/path");
    }
    StudyFilter filter;
    try {
      filter = StudyFilter.parse(own.getOrDefault("where", ""));
    } catch (IllegalArgumentException e) {
      throw wrong(study + ".where", String.valueOf(e.getMessage()));
    }
    String tls = own.getOrDefault("tls", "no");
    if (!List.of("yes", "no").contains(tls)) {
      throw wrong(study + ".tls", "is yes or no");
    }
    var access =
        new WebPeer.Access(
            own.getOrDefault("user", ""),
            own.getOrDefault("password", ""),
            own.getOrDefault("token", ""));
    return new PullPlan(
        study,
        from,
        filter,
        number(study + ".days", own.get("days"), 1, DAYS_USUAL, DAYS_MAX),
        number(study + ".every-minutes", own.get("every-minutes"), 0, MINUTES_USUAL, MINUTES_MAX),
        new Way(tls.equals("yes"), access));
  }

  private static int number(
      String name, @org.jspecify.annotations.Nullable String text, int least, int usual, int most) {
    if (text == null || text.isEmpty()) {
      return usual;
    }
    if (!text.matches("\\d{1,6}")
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > most) {
      throw wrong(name, "is a number from " + least + " to " + most);
    }
    return Integer.parseInt(text);
  }

  static IllegalStateException wrong(String name, String words) {
    return new IllegalStateException(PREFIX + name + ": " + words);
  }

  /// What is to be fetched when the clock says so.
  PullOrder order(LocalDate today) {
    return new PullOrder(
        from,
        study,
        List.of(),
        filter.since(today.minusDays(days)),
        new Manner(way.tls, false, true));
  }

  /// What is shown to an archive, if it is this one.
  Optional<WebPeer.Access> accessTo(PullOrder order) {
    return order.from().equals(from) && order.study().equals(study)
        ? Optional.of(way.access)
        : Optional.empty();
  }
}
