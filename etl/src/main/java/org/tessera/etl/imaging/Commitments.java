package org.tessera.etl.imaging;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jooq.Record;
import org.tessera.dicom.net.Caller;
import org.tessera.dicom.net.CommitmentKeeper;
import org.tessera.dicom.net.InstanceReference;
import org.tessera.dicom.net.RemotePeer;
import org.tessera.mappings.Study;

/// Promises to keep what the journal names and the folder holds. A sender knows an instance by its
/// old UID; the key says what it became. What is still in `arriving/` is waited for a while, and
/// what a person must look at first is not promised: it may be discarded yet.
final class Commitments implements CommitmentKeeper {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(250);

  private final ImageIntake images;
  private final ImageListener listener;
  private final NetworkSettings settings;

  Commitments(ImageIntake images, ImageListener listener, NetworkSettings settings) {
    this.images = images;
    this.listener = listener;
    this.settings = settings;
  }

  @Override
  public Optional<RemotePeer> answersGoTo(Caller asker) {
    return Optional.ofNullable(settings.callers().get(asker.callingTitle()))
        .flatMap(peer -> peer.map(known -> known.as(asker.calledTitle())));
  }

  @Override
  public Set<InstanceReference> kept(Caller asker, List<InstanceReference> instances)
      throws IOException {
    Optional<Study> study = listener.study(asker.calledTitle());
    if (study.isEmpty()) {
      return Set.of();
    }
    // What this association has brought becomes a delivery now, or it would be waited for in vain.
    listener.finish(asker.association());
    UnaryOperator<String> newUid = images.newUids(study.get());
    Map<String, InstanceReference> byUid = new HashMap<>();
    instances.forEach(one -> byUid.put(newUid.apply(one.sopInstanceUid()), one));
    String name = study.get().name();
    long newest = newest(name);
    long end = System.nanoTime() + PATIENCE.toNanos();
    boolean more = underWay(name, newest);
    Set<InstanceReference> safe = safe(name, byUid);
    while (more && safe.size() < byUid.size() && System.nanoTime() < end && !listener.closed()) {
      pause();
      // Asked first: what is through by then is seen by the look that follows.
      more = underWay(name, newest);
      safe = safe(name, byUid);
    }
    return safe;
  }

  private Set<InstanceReference> safe(String study, Map<String, InstanceReference> byUid) {
    Set<InstanceReference> safe = new HashSet<>();
    for (Record kept :
        images
            .journal()
            .sql()
            .fetch(
                """
                select uid, sha256, attributes->>'SOPClassUID' as class
                from etl.imaging_usable where study = ? and uid = any(?)
                """,
                study,
                byUid.keySet().toArray(String[]::new))) {
      InstanceReference asked = byUid.get(kept.get("uid", String.class));
      if (asked != null
          && asked.sopClassUid().equals(kept.get("class", String.class))
          && Files.exists(images.folder().path(kept.get("sha256", String.class)))) {
        safe.add(asked);
      }
    }
    return safe;
  }

  private long newest(String study) {
    return images
        .journal()
        .sql()
        .fetchSingle("select coalesce(max(id), 0) from etl.delivery where study = ?", study)
        .get(0, Long.class);
  }

  private boolean underWay(String study, long newest) {
    return images
        .journal()
        .sql()
        .fetchSingle(
            """
            select exists (select 1 from etl.delivery where study = ? and id <= ? and not replay
              and state in ('RECEIVED', 'READING', 'LOADING'))
            """,
            study,
            newest)
        .get(0, Boolean.class);
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the node stops", e);
    }
  }
}
