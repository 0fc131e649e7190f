package org.tessera.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.tessera.catalog.cohort.CohortJson;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.CatalogProjection;
import org.tessera.catalog.search.CatalogQuestion;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.catalog.search.CohortSearch;
import org.tessera.fhir.store.Change;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How fast the catalogue answers and how fast its index is made: patients with ten series each in
/// studies of one scanner, asked by words, facets and cohorts.
///
/// `CatalogBench FOLDER PATIENTS COLLECTIONS [QUESTIONS [peers]]`; an index that is there is asked
/// as it is. With `peers` the same patients and the same questions are given to others as well.
public final class CatalogBench {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final int BATCH_PATIENTS = 2_000;
  private static final String ACQUISITION =
      "https://tessera.dev/fhir/StructureDefinition/acquisition";
  private static final String[] CODES = {
    "C50.4", "C61", "C34.1", "C18.7", "C20", "C34.3", "C50.8", "D05.1", "I10", "E11.9", "J44.9"
  };
  private static final String[] MODALITIES = {"MR", "CT", "PT", "MG", "DX", "US", "CR", "NM"};
  private static final String[] SITES = {
    "Breast", "Chest", "Abdomen", "Prostate", "Pelvis", "Head", "Liver", "Rectum", "Lung", "Neck"
  };
  private static final String[] MAKERS = {
    "SIEMENS", "GE MEDICAL SYSTEMS", "Philips", "TOSHIBA", "HOLOGIC", "CANON"
  };

  private final Random random = new Random(42);
  private final int collections;
  private long sequence;
  private long series;

  private CatalogBench(int collections) {
    this.collections = collections;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int patients = Integer.parseInt(arguments[1]);
    int collections = Integer.parseInt(arguments[2]);
    int questions = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 300;
    Files.createDirectories(folder);
    long opened = System.nanoTime();
    try (var index = new CatalogIndex(folder, Vocabularies.builtIn())) {
      System.out.printf(Locale.ROOT, "opened in %.1f s%n", seconds(opened));
      var projection = new CatalogProjection(index);
      if (projection.checkpoint() == 0) {
        new CatalogBench(collections).fill(projection, patients);
      }
      var search = new CatalogSearch(index, Vocabularies.builtIn());
      ask(index, search, questions);
      if (arguments.length > 4) {
        peers(
            folder.resolveSibling(folder.getFileName() + "-peers"),
            patients,
            collections,
            questions);
      }
      visible(projection, search);
    }
  }

  /// PostgreSQL and facets of Lucene's own over series, which count series and not patients.
  private static void peers(Path folder, int patients, int collections, int questions)
      throws Exception {
    Files.createDirectories(folder);
    var bench = new CatalogBench(collections);
    List<Change> one = new ArrayList<>();
    try (var sql = new SqlFacets(folder.resolve("pg"));
        var lucene = new LuceneFacets(folder.resolve("lucene"))) {
      for (int patient = 0; patient < patients; patient++) {
        one.clear();
        bench.patient(one, "p" + patient);
        for (SeriesRow row : SeriesRow.of(one)) {
          sql.add(row);
          lucene.add(row);
        }
      }
      sql.finish();
      lucene.finish();
      // Each question costs seconds there, so there are fewer.
      int fewer = Math.max(5, questions / 30);
      time("Lucene facets, series: broad", questions, number -> lucene.ask(broad(number)));
      time("Lucene facets, series: medium", questions, number -> lucene.ask(medium(number)));
      time("Lucene facets, series: narrow", questions, number -> lucene.ask(narrow(number)));
      time("PostgreSQL: broad", fewer, number -> sql.ask(broad(number)));
      time("PostgreSQL: medium", fewer, number -> sql.ask(medium(number)));
      time("PostgreSQL: narrow", fewer, number -> sql.ask(narrow(number)));
    }
  }

  private void fill(CatalogProjection projection, int patients) {
    List<Change> batch = new ArrayList<>();
    for (int collection = 0; collection < collections; collection++) {
      batch.add(
          change(
              node("ResearchStudy", "c" + collection)
                  .put("title", "Collection " + collection)
                  .put("description", "Patients of hospital " + collection)));
    }
    long applying = 0;
    for (int patient = 0; patient < patients; patient++) {
      patient(batch, "p" + patient);
      if ((patient + 1) % BATCH_PATIENTS == 0 || patient + 1 == patients) {
        long from = System.nanoTime();
        projection.apply(batch);
        applying += System.nanoTime() - from;
        batch.clear();
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%,d patients, %,d series, %,d changes indexed in %.1f s: %,.0f series/s%n",
        patients,
        series,
        sequence,
        applying / 1e9,
        series / (applying / 1e9));
  }

  private void patient(List<Change> batch, String id) {
    batch.add(
        change(
            node("Patient", id)
                .put("gender", random.nextInt(100) < 52 ? "female" : "male")
                .put("birthDate", Integer.toString(1930 + random.nextInt(60)))));
    ObjectNode subject = node("ResearchSubject", id + "-s");
    subject.putObject("individual").put("reference", "Patient/" + id);
    // A few collections are large and most are small, as in any archive.
    int collection = (int) (collections * Math.pow(random.nextDouble(), 3));
    subject.putObject("study").put("reference", "ResearchStudy/c" + collection);
    batch.add(change(subject));
    LocalDate onset = LocalDate.of(2010, 1, 1).plusDays(random.nextInt(5000));
    ObjectNode condition = about("Condition", id, "-dx");
    condition.put("onsetDateTime", onset.toString());
    coding(condition.putObject("code"), "http://hl7.org/fhir/sid/icd-10", skewed(CODES));
    batch.add(change(condition));
    ObjectNode grade = about("Observation", id, "-g");
    coding(grade.putObject("code"), "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl", "C18000");
    coding(
        grade.putObject("valueCodeableConcept"),
        "http://snomed.info/sct",
        skewed("1228850007", "1228851006", "1228848004"));
    batch.add(change(grade));
    for (int number = random.nextInt(3); number > 0; number--) {
      ObjectNode treatment = about("Procedure", id, "-t" + number);
      treatment.put("status", "completed");
      treatment.put("performedDateTime", onset.plusDays(random.nextInt(300)).toString());
      coding(
          treatment.putObject("code"),
          "http://snomed.info/sct",
          skewed("387713003", "367336001", "108290001", "65575008", "169413002"));
      batch.add(change(treatment));
    }
    int studies = 1 + random.nextInt(4);
    for (int study = 0; study < studies; study++) {
      batch.add(change(study(id, study, onset.plusDays(random.nextInt(900) - 60))));
    }
  }

  private ObjectNode study(String id, int number, LocalDate day) {
    ObjectNode study = about("ImagingStudy", id, "-i" + number);
    study.put("status", "available").put("started", day.toString());
    String modality = skewed(MODALITIES);
    String maker = skewed(MAKERS);
    String model = maker.charAt(0) + " " + random.nextInt(60);
    String site = skewed(SITES);
    ArrayNode list = study.putArray("series");
    for (int one = 1 + random.nextInt(7); one > 0; one--) {
      ObjectNode item = list.addObject().put("uid", "2.25." + ++series);
      item.putObject("modality").put("code", modality);
      item.putObject("bodySite").put("display", site);
      ObjectNode acquisition = item.putArray("extension").addObject().put("url", ACQUISITION);
      ArrayNode said = acquisition.putArray("extension");
      said.addObject().put("url", "Manufacturer").put("valueString", maker);
      said.addObject().put("url", "ManufacturerModelName").put("valueString", model);
      said.addObject()
          .put("url", "SliceThickness")
          .putObject("valueQuantity")
          .put("value", (1 + random.nextInt(20)) / 2.0);
      if (modality.equals("MR")) {
        said.addObject()
            .put("url", "MagneticFieldStrength")
            .putObject("valueQuantity")
            .put("value", random.nextInt(3) == 0 ? 3 : 1.5);
      }
    }
    return study;
  }

  private String skewed(String... of) {
    return of[(int) (of.length * Math.pow(random.nextDouble(), 2))];
  }

  private static ObjectNode node(String type, String id) {
    return JSON.createObjectNode().put("resourceType", type).put("id", id);
  }

  private static ObjectNode about(String type, String patient, String suffix) {
    ObjectNode node = node(type, patient + suffix);
    node.putObject("subject").put("reference", "Patient/" + patient);
    return node;
  }

  private static void coding(ObjectNode concept, String system, String code) {
    concept.putArray("coding").addObject().put("system", system).put("code", code);
  }

  private Change change(ObjectNode resource) {
    return new Change(
        ++sequence,
        resource.get("resourceType").stringValue(),
        resource.get("id").stringValue(),
        1,
        Instant.EPOCH,
        Optional.of(resource));
  }

  private static void ask(CatalogIndex index, CatalogSearch search, int questions) {
    var cohorts = new CohortSearch(index, search);
    time("first question", 1, number -> search.answer(broad(number)));
    System.out.printf(
        "%d facets%n", search.answer(CatalogQuestion.of("", Map.of())).facets().size());
    time("broad: one facet", questions, number -> search.answer(broad(number)));
    time("medium: two facets of one series and a third", questions, n -> search.answer(medium(n)));
    time("narrow: words and three facets", questions, number -> search.answer(narrow(number)));
    time(
        "cohort: four criteria, one in time",
        questions,
        number -> cohorts.answer(CohortJson.read(cohort(number, 90)).cohort(), true));
    time(
        "cohort: half of all patients, as everybody is told",
        questions,
        number -> cohorts.answer(CohortJson.read(half(number)).cohort(), false));
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    System.out.printf(
        "heap in use %,d MB%n", (runtime.totalMemory() - runtime.freeMemory()) / 1_000_000);
  }

  /// Every question is another one: no answer is taken from the answers of late.
  private static CatalogQuestion broad(int number) {
    var random = new Random(number);
    List<String> years = new ArrayList<>();
    for (int year = 2010; year < 2024; year++) {
      if (random.nextInt(4) > 0) {
        years.add(Integer.toString(year));
      }
    }
    return CatalogQuestion.of("", Map.of("imaging-year", years));
  }

  private static CatalogQuestion medium(int number) {
    var random = new Random(number);
    Map<String, List<String>> chosen = new TreeMap<>(broad(number).chosen());
    chosen.put("modality", List.of(MODALITIES[random.nextInt(3)]));
    chosen.put("sex", List.of(random.nextBoolean() ? "female" : "male"));
    return CatalogQuestion.of("", chosen);
  }

  private static CatalogQuestion narrow(int number) {
    return CatalogQuestion.of(CODES[number % 4], medium(number).chosen());
  }

  private static String cohort(int number, int days) {
    var random = new Random(number);
    return """
    {"all":[{"level":"patient","where":{"sex":["female"],"age":{"from":%d,"to":%d}}},
     {"level":"patient","where":{"diagnosis":["C50"],"grade":["G2","G3"]}},
     {"level":"series","where":{"modality":["MR"],"slice-thickness":{"to":%d}},
      "near":{"level":"treatment","where":{"treatment":["surgery"]},"from":-%d,"to":0}},
     {"not":{"level":"series","where":{"modality":["PT"]}}}]}
    """
        .formatted(30 + random.nextInt(20), 60 + random.nextInt(20), 3 + random.nextInt(5), days);
  }

  private static String half(int number) {
    return """
    {"all":[{"level":"patient","where":{"age":{"from":%d}}},
     {"any":[{"level":"patient","where":{"sex":["female"]}},{"level":"series","where":{"modality":["CT"]}}]},
     {"level":"series","where":{"modality":["MR","CT","PT"]},"atLeast":2},
     {"level":"series","where":{},"near":{"level":"treatment","where":{},"from":-4000,"to":4000}}]}
    """
        .formatted(number % 4 * 5);
  }

  private static void time(String what, int times, IntConsumer question) {
    for (int warm = 0; warm < Math.min(times, 40) - 1 && times > 15; warm++) {
      question.accept(100_000 + warm);
    }
    double[] took = new double[times];
    long worked = PROCESS.getProcessCpuTime();
    for (int number = 0; number < times; number++) {
      long from = System.nanoTime();
      question.accept(number);
      took[number] = (System.nanoTime() - from) / 1e6;
    }
    Arrays.sort(took);
    System.out.printf(
        Locale.ROOT,
        "%-52s p50 %7.1f ms  p95 %7.1f ms  max %7.1f ms  CPU %6.1f ms%n",
        what,
        took[times / 2],
        took[(int) (times * 0.95)],
        took[times - 1],
        (PROCESS.getProcessCpuTime() - worked) / 1e6 / times);
  }

  private static void visible(CatalogProjection projection, CatalogSearch search) {
    var bench = new CatalogBench(10);
    bench.sequence = projection.checkpoint();
    double[] took = new double[20];
    for (int number = 0; number < took.length; number++) {
      List<Change> changes = new ArrayList<>();
      bench.patient(changes, "new" + number);
      long from = System.nanoTime();
      projection.apply(changes);
      search.answer(CatalogQuestion.of("", Map.of()));
      took[number] = (System.nanoTime() - from) / 1e6;
    }
    Arrays.sort(took);
    System.out.printf(
        Locale.ROOT,
        "a patient committed until answered from: p50 %.0f ms, max %.0f ms%n",
        took[took.length / 2],
        took[took.length - 1]);
  }

  private static double seconds(long from) {
    return (System.nanoTime() - from) / 1e9;
  }
}
