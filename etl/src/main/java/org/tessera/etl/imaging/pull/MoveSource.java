package org.tessera.etl.imaging.pull;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.net.ArchiveQuery;
import org.tessera.dicom.net.RemotePeer;
import org.tessera.etl.imaging.ImageListener;

/// One that is asked by C-FIND and sends to this node's own port when told so by C-MOVE.
///
/// @param peer called by the title that it sends to
/// @param study the research study that title stands for
/// @param label the name its deliveries get
record MoveSource(RemotePeer peer, ImageListener listener, String study, String label)
    implements Source {
  private static final int SOME_FAILED = 0xB000;
  private static final int NO_DESTINATION = 0xA801;
  private static final int STOPPED_AT_OUR_LIMIT = 0xFE00;

  @Override
  public String name() {
    return peer.title();
  }

  @Override
  public Talk open() throws IOException {
    return new Association(ArchiveQuery.open(peer));
  }

  private final class Association implements Talk {
    private final ArchiveQuery query;

    private Association(ArchiveQuery query) {
      this.query = query;
    }

    @Override
    public Found find(DataSet keys, int matchesMax) throws IOException {
      ArchiveQuery.Found answer = query.find(keys, matchesMax);
      boolean troubled = answer.status() != 0 && answer.status() != STOPPED_AT_OUR_LIMIT;
      return new Found(
          answer.matches(),
          answer.complete(),
          troubled ? Optional.of("with %04X".formatted(answer.status())) : Optional.empty());
    }

    @Override
    public Optional<String> fetch(Candidate one, LongConsumer arrived) throws IOException {
      ArchiveQuery.Moved moved;
      long came = 0;
      try (ImageListener.Expected expected = listener.expect(study, label)) {
        try {
          moved =
              query.move(
                  StudyFilter.study(one.uid()),
                  peer.ownTitle(),
                  _ -> arrived.accept(expected.arrived()));
        } finally {
          came = expected.arrived();
          arrived.accept(came);
        }
      }
      return wrong(one, moved, came);
    }

    @Override
    public void close() {
      query.close();
    }
  }

  /// What kept a study from coming whole; the archive's own words may name a person and are left.
  private Optional<String> wrong(Candidate one, ArchiveQuery.Moved moved, long arrived) {
    String title = peer.ownTitle();
    int port = listener.port();
    if (moved.status() == NO_DESTINATION) {
      return Optional.of(
          "the archive knows no destination %s: enter there this title, this machine's address and port %d."
              .formatted(title, port));
    }
    long said = Math.max(moved.progress().completed() + moved.progress().withWarning(), 0);
    if (said > 0 && arrived == 0) {
      return Optional.of(
          "the archive sent it, and nothing came here: the address it has for %s must be this machine's, port %d."
              .formatted(title, port));
    }
    if (moved.status() != 0 && moved.status() != SOME_FAILED) {
      return Optional.of("the archive refused with %04X.".formatted(moved.status()));
    }
    long expected = Math.max(said + moved.progress().failed(), one.instances().orElse(0));
    if (moved.progress().failed() > 0 || moved.status() == SOME_FAILED || arrived < expected) {
      return Optional.of(
          "of %,d instances %,d came; is the archive's title %s among tessera.dicom.callers?"
              .formatted(expected, arrived, peer.title()));
    }
    return arrived == 0 ? Optional.of("the archive sent nothing.") : Optional.empty();
  }
}
