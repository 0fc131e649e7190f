package org.tessera.etl.imaging.pull;

import java.time.LocalDate;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Orders by the clock what the settings plan.
public final class PullSchedule implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PullSchedule.class);

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("pull-clock").factory());
  private final Pulls pulls;
  private final Supplier<LocalDate> today;

  private PullSchedule(Pulls pulls, Supplier<LocalDate> today) {
    this.pulls = pulls;
    this.today = today;
  }

  /// Starts what is planned, each at once and then in its turn.
  ///
  /// @throws IllegalStateException naming the setting and what is wrong
  public static PullSchedule start(Pulls pulls, Supplier<LocalDate> today) {
    var schedule = new PullSchedule(pulls, today);
    for (PullPlan plan : pulls.plans()) {
      try {
        pulls.require(plan.order(today.get()));
      } catch (IllegalArgumentException e) {
        throw PullPlan.wrong(plan.study() + ".from", String.valueOf(e.getMessage()));
      }
    }
    for (PullPlan plan : pulls.plans()) {
      if (plan.minutes() > 0) {
        var _ =
            schedule.clock.scheduleWithFixedDelay(
                () -> schedule.ask(plan), 0, plan.minutes(), TimeUnit.MINUTES);
      }
    }
    return schedule;
  }

  private void ask(PullPlan plan) {
    try {
      PullOrder order = plan.order(today.get());
      if (!pulls.isOpen(order)) {
        pulls.submit(order);
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      log.warn("the planned pull for study {} was not begun: {}", plan.study(), e.getMessage());
    } catch (RuntimeException e) {
      // The clock goes on: a database that is away comes back.
      log.warn("the planned pull for study {} failed: {}", plan.study(), e.getClass().getName());
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
