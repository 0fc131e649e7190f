package org.tessera.etl.imaging.pull;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.etl.imaging.pull.PullOrder.Manner;

/// Orders by the clock, from the settings `tessera.dicom.pull.<study>.…`: `from`, `where`, `days`,
/// `every-minutes` and `tls`.
public final class PullSchedule implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PullSchedule.class);
  private static final String PREFIX = "tessera.dicom.pull.";
  private static final int MINUTES_MAX = 7 * 24 * 60;
  private static final int DAYS_MAX = 36_500;
  private static final int MINUTES_USUAL = 60;
  private static final int DAYS_USUAL = 7;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("pull-clock").factory());
  private final Pulls pulls;
  private final Supplier<LocalDate> today;

  private PullSchedule(Pulls pulls, Supplier<LocalDate> today) {
    this.pulls = pulls;
    this.today = today;
  }

  /// An order that comes again.
  ///
  /// @param days how far back studies may be dated
  record Plan(String study, String from, StudyFilter filter, int days, int minutes, boolean tls) {
    PullOrder order(LocalDate today) {
      return new PullOrder(
          from,
          study,
          List.of(),
          filter.since(today.minusDays(days)),
          new Manner(tls, false, true));
    }
  }

  /// Starts what the settings plan, each at once and then in its turn.
  ///
  /// @param settings by what follows `tessera.dicom.pull.` in their names
  /// @throws IllegalStateException naming the setting and what is wrong
  public static PullSchedule start(
      Pulls pulls, Map<String, String> settings, Supplier<LocalDate> today) {
    var schedule = new PullSchedule(pulls, today);
    List<Plan> plans = plans(settings);
    for (Plan plan : plans) {
      try {
        pulls.peer(plan.order(today.get()));
      } catch (IllegalArgumentException e) {
        throw wrong(plan.study + ".from", String.valueOf(e.getMessage()));
      }
    }
    for (Plan plan : plans) {
      var _ =
          schedule.clock.scheduleWithFixedDelay(
              () -> schedule.ask(plan), 0, plan.minutes, TimeUnit.MINUTES);
    }
    return schedule;
  }

  private void ask(Plan plan) {
    try {
      PullOrder order = plan.order(today.get());
      if (!pulls.isOpen(order)) {
        pulls.submit(order);
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      log.warn("the planned pull for study {} was not begun: {}", plan.study, e.getMessage());
    } catch (RuntimeException e) {
      // The clock goes on: a database that is away comes back.
      log.warn("the planned pull for study {} failed: {}", plan.study, e.getClass().getName());
    }
  }

  static List<Plan> plans(Map<String, String> settings) {
    Map<String, Map<String, String>> byStudy = new TreeMap<>();
    settings.forEach((name, value) -> {
      int dot = name.lastIndexOf('.');
      String last = name.substring(dot + 1);
      if (dot < 1 || !List.of("from", "where", "days", "every-minutes", "tls").contains(last)) {
        throw wrong(name, "expected <study>.from, .where, .days, .every-minutes or .tls");
      }
      byStudy
          .computeIfAbsent(name.substring(0, dot), _ -> new TreeMap<>())
          .put(last, value.strip());
    });
    List<Plan> plans = new ArrayList<>();
    byStudy.forEach((study, own) -> plans.add(plan(study, own)));
    return plans;
  }

  private static Plan plan(String study, Map<String, String> own) {
    String from = own.getOrDefault("from", "");
    if (from.isEmpty()) {
      throw wrong(study + ".from", "is missing; it names the archive as TITLE@host:port");
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
    return new Plan(
        study,
        from,
        filter,
        number(study + ".days", own.get("days"), DAYS_USUAL, DAYS_MAX),
        number(study + ".every-minutes", own.get("every-minutes"), MINUTES_USUAL, MINUTES_MAX),
        tls.equals("yes"));
  }

  private static int number(
      String name, @org.jspecify.annotations.Nullable String text, int usual, int most) {
    if (text == null || text.isEmpty()) {
      return usual;
    }
    if (!text.matches("\\d{1,6}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
      throw wrong(name, "is a number from 1 to " + most);
    }
    return Integer.parseInt(text);
  }

  private static IllegalStateException wrong(String name, String words) {
    return new IllegalStateException(PREFIX + name + ": " + words);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
