package org.tessera.fhir.subscription;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;
import org.tessera.fhir.subscription.NotificationQueue.Notification;
import tools.jackson.databind.node.ObjectNode;

/// Serves all subscriptions: one thread reads the log, activates and hands out calls; a few call
/// subscribers, for each of them one call at a time.
public final class Subscriptions implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Subscriptions.class);
  private static final int CALLS_AT_ONCE_MAX = 4;
  private static final int LOOK_MILLIS = 1_000;

  private final ResourceStore store;
  private final NotificationQueue queue;
  private final Patience patience;
  private final SubscriptionWitness witness;
  private final HookCaller caller;
  private final Hooks hooks = new Hooks();
  private final SubscriptionStatus status;
  private final LogReader reader;
  private final Semaphore news = new Semaphore(0);
  private final ConcurrentMap<String, Boolean> beingCalled = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Trial> trials = new ConcurrentHashMap<>();
  private final ExecutorService calls = Executors.newFixedThreadPool(CALLS_AT_ONCE_MAX);
  private volatile boolean stopping;
  private @Nullable Thread thread;

  /// How often and how long a subscriber that does not answer is tried again; the pause doubles
  /// each time.
  public record Patience(int attemptsMax, long pauseMillisMin, long pauseMillisMax) {
    /// About an hour and a half in all.
    public static final Patience USUAL = new Patience(12, 2_000, 900_000);

    long pause(int attempts) {
      return Math.min(pauseMillisMax, pauseMillisMin << Math.min(attempts, 20));
    }
  }

  /// Who may be called, how patiently, and who is told.
  public record Setting(AllowedHosts hosts, Patience patience, SubscriptionWitness witness) {
    /// What a node uses.
    public static Setting usual(AllowedHosts hosts, SubscriptionWitness witness) {
      return new Setting(hosts, Patience.USUAL, witness);
    }
  }

  /// First calls to a subscription that asks to be active.
  private record Trial(int attempts, Instant due) {}

  Subscriptions(ResourceStore store, LogReader.Parts parts, Setting setting) {
    this.store = store;
    this.queue = parts.queue();
    this.patience = setting.patience();
    this.witness = setting.witness();
    this.caller = new HookCaller(setting.hosts());
    this.status = new SubscriptionStatus(store);
    this.reader = new LogReader(parts, hooks, status);
  }

  /// Begins where it stopped.
  public void start() {
    store.onCommit(changes -> news.release());
    thread = Thread.ofPlatform().name("subscriptions").daemon().start(this::work);
  }

  private void work() {
    boolean started = false;
    while (!stopping) {
      try {
        if (!started) {
          reader.start();
          started = true;
        }
        while (reader.read()) {
          log.debug("read on");
        }
        endThoseThatEnd();
        hooks.requested().forEach(this::activate);
        boolean called = callThoseDue();
        if (!called && news.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          news.drainPermits();
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        log.warn("subscriptions are held up: {}", e.getMessage());
        pause();
      }
    }
  }

  private void endThoseThatEnd() {
    Instant now = Instant.now();
    for (Hooks.Known known : hooks.active()) {
      if (known.hook().end().filter(end -> end.isBefore(now)).isPresent()) {
        move(known.hook().id(), List.of("active"), "off", "");
      }
    }
  }

  private void activate(Hook hook) {
    Optional<String> refusal = caller.refusal(hook);
    if (refusal.isPresent()) {
      fail(hook.id(), refusal.get());
      return;
    }
    Trial trial = trials.getOrDefault(hook.id(), new Trial(0, Instant.EPOCH));
    if (trial.due().isAfter(Instant.now())) {
      return;
    }
    aside(
        hook.id(),
        () -> {
          Optional<String> wrong = caller.call(hook, Optional.empty());
          witness.called(hook.id(), "first call", wrong.orElse("done"));
          if (wrong.isEmpty()) {
            trials.remove(hook.id());
            move(hook.id(), List.of("requested"), "active", "");
          } else if (trial.attempts() + 1 >= patience.attemptsMax()) {
            trials.remove(hook.id());
            fail(hook.id(), wrong.get());
          } else {
            Instant due = Instant.now().plusMillis(patience.pause(trial.attempts()));
            trials.put(hook.id(), new Trial(trial.attempts() + 1, due));
          }
        });
  }

  private void fail(String id, String reason) {
    witness.called(id, "error", reason);
    move(id, List.of("requested", "active"), "error", reason);
  }

  /// Forgets the subscription as it was before its new status is written: the log brings it back as
  /// it then is, and nobody acts on the old status in between.
  private void move(String id, List<String> from, String to, String error) {
    Optional<Hooks.Known> before = hooks.remove(id);
    try {
      status.move(id, from, to, error);
    } catch (RuntimeException e) {
      before.ifPresent(hooks::put);
      throw e;
    }
  }

  /// Hands out calls.
  ///
  /// @return whether there were any
  private boolean callThoseDue() {
    boolean any = false;
    for (Notification notification : queue.due()) {
      Optional<Hook> hook = hooks.find(notification.subscription());
      if (hook.isPresent()) {
        any |= aside(hook.get().id(), () -> tell(hook.get(), notification));
      }
    }
    return any;
  }

  private void tell(Hook hook, Notification notification) {
    if (!queue.isWaiting(notification.id())) {
      // Told by the call that just ended.
      return;
    }
    Optional<ObjectNode> resource = Optional.empty();
    if (hook.json()) {
      resource =
          store.read(notification.type(), notification.resource()).flatMap(StoredResource::content);
      if (resource.isEmpty()) {
        // Deleted since: there is nothing to send, and deletions are not told.
        queue.done(notification.id());
        return;
      }
    }
    Optional<String> wrong = caller.call(hook, resource);
    witness.called(hook.id(), notification.type(), wrong.orElse("done"));
    if (wrong.isEmpty()) {
      queue.done(notification.id());
    } else if (notification.attempts() + 1 >= patience.attemptsMax()) {
      fail(hook.id(), wrong.get());
    } else {
      queue.later(notification.id(), patience.pause(notification.attempts()));
    }
  }

  /// Does something for a subscription on another thread unless something is being done for it.
  private boolean aside(String id, Runnable call) {
    if (beingCalled.putIfAbsent(id, true) != null) {
      return false;
    }
    calls.execute(() -> {
      try {
        call.run();
      } catch (RuntimeException e) {
        log.warn("a subscriber could not be called: {}", e.getMessage());
      } finally {
        beingCalled.remove(id);
        news.release();
      }
    });
    return true;
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stopping = true;
    Optional.ofNullable(thread).ifPresent(Thread::interrupt);
    calls.shutdownNow();
    caller.close();
  }
}
