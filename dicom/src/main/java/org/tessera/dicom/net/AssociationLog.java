package org.tessera.dicom.net;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Tells of associations by number. Whoever opens them by the thousand gets no thousand lines, and
/// nothing that was sent is repeated.
final class AssociationLog {
  private static final Logger LOG = System.getLogger("org.tessera.dicom.net");
  private static final int LINES_PER_PERIOD = 10;
  private static final long PERIOD_NANOS = 10_000_000_000L;

  private long periodStart = System.nanoTime();
  private int lines;
  private long unsaid;

  synchronized void tell(long association, String words) {
    long now = System.nanoTime();
    if (now - periodStart > PERIOD_NANOS) {
      if (unsaid > 0) {
        LOG.log(Level.WARNING, "{0} associations more ended badly", unsaid);
      }
      periodStart = now;
      lines = 0;
      unsaid = 0;
    }
    if (lines < LINES_PER_PERIOD) {
      lines++;
      LOG.log(Level.WARNING, "DICOM association {0}: {1}", association, words);
    } else {
      unsaid++;
    }
  }
}
