package org.tessera.app;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.util.FileSystemUtils;
import org.tessera.app.demo.DemoGenerator;
import org.tessera.app.demo.DemoRow;
import org.tessera.app.demo.DemoScans;
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

  /// Drops a file of so many patients into the study's inbox.
  public void drop(DemoStudy sample, int patients) throws IOException {
    Path place = place(sample);
    Files.createDirectories(place.getParent());
    Path scratch = home.path("reports").resolve("." + place.getFileName());
    write(sample, patients, scratch);
    // The inbox sees the file only whole.
    Files.move(scratch, place, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Whether a dropped file still lies in the inbox.
  boolean waits(DemoStudy sample) {
    return Files.exists(place(sample));
  }

  /// Drops images of the study's first patients into its inbox, in one folder.
  void dropScans(DemoStudy sample, int patients) throws IOException {
    Path scratch = home.path("reports").resolve("." + sample.study() + "-scans");
    FileSystemUtils.deleteRecursively(scratch);
    new DemoScans(seed).write(sample, patients, scratch);
    Files.move(scratch, scans(sample), StandardCopyOption.ATOMIC_MOVE);
  }

  /// Whether dropped images still lie in the inbox.
  boolean scansWait(DemoStudy sample) {
    return Files.exists(scans(sample));
  }

  private Path scans(DemoStudy sample) {
    return home.path("inbox").resolve(sample.study()).resolve("scans");
  }

  private Path place(DemoStudy sample) {
    String name = sample.study() + (sample == DemoStudy.RECTAL_REDCAP ? ".csv" : ".xlsx");
    return home.path("inbox").resolve(sample.study()).resolve(name);
  }

  /// Writes the file to a place of the caller's: a filled template, or for a REDCap study its CSV
  /// export.
  public void write(DemoStudy sample, int patients, Path target) throws IOException {
    Study study = mappings.study(sample.study()).orElseThrow();
    Iterator<DemoRow> rows = new DemoGenerator(seed).rows(sample, patients);
    if (sample == DemoStudy.RECTAL_REDCAP) {
      table(rows, target);
      return;
    }
    try (var workbook = new WorkbookTemplate(study).fill(target)) {
      while (rows.hasNext()) {
        DemoRow row = rows.next();
        workbook.row(row.tab(), row.values());
      }
    }
  }

  private static void table(Iterator<DemoRow> rows, Path target) throws IOException {
    List<Map<String, String>> records = new ArrayList<>();
    Set<String> columns = new LinkedHashSet<>();
    rows.forEachRemaining(row -> records.add(row.values()));
    records.forEach(values -> columns.addAll(values.keySet()));
    try (var writer = CsvWriter.builder().build(target)) {
      writer.writeRecord(columns);
      for (Map<String, String> values : records) {
        writer.writeRecord(columns.stream().map(name -> values.getOrDefault(name, "")).toList());
      }
    }
  }
}
