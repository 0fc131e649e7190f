package org.tessera.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import org.tessera.app.demo.DemoGenerator;
import org.tessera.app.demo.DemoRow;
import org.tessera.app.demo.DemoStudy;
import org.tessera.etl.form.WorkbookTemplate;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.Study;

/// Writes generated patients into the studies' own workbook templates and drops them into the
/// inbox, where any user's file goes.
public final class SampleDelivery {
  private final Home home;
  private final Mappings mappings;
  private final long seed;

  /// @param seed the same seed gives the same workbooks
  public SampleDelivery(Home home, Mappings mappings, long seed) {
    this.home = home;
    this.mappings = mappings;
    this.seed = seed;
  }

  /// Drops a workbook of so many patients into the study's inbox.
  public void drop(DemoStudy sample, int patients) throws IOException {
    Path inbox = Files.createDirectories(home.path("inbox").resolve(sample.study()));
    Path scratch = home.path("reports").resolve("." + sample.study() + ".xlsx");
    write(sample, patients, scratch);
    // The inbox sees the file only whole.
    Files.move(scratch, inbox.resolve(sample.study() + ".xlsx"), StandardCopyOption.ATOMIC_MOVE);
  }

  /// Writes the workbook to a place of the caller's.
  public void write(DemoStudy sample, int patients, Path target) throws IOException {
    Study study = mappings.study(sample.study()).orElseThrow();
    Iterator<DemoRow> rows = new DemoGenerator(seed).rows(sample, patients);
    try (var workbook = new WorkbookTemplate(study).fill(target)) {
      while (rows.hasNext()) {
        DemoRow row = rows.next();
        workbook.row(row.tab(), row.values());
      }
    }
  }
}
