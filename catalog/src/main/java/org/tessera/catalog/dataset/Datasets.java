package org.tessera.catalog.dataset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Holdings;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.cohort.CohortAnswer;
import org.tessera.catalog.cohort.CohortJson;
import org.tessera.catalog.cohort.Criterion;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.description.Form;
import org.tessera.catalog.description.Row;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.catalog.search.CohortSearch;
import org.tessera.vocabularies.words.Said;

/// Imaging datasets: what people describe of them, and what is counted of their patients.
///
/// A dataset holds the patients of its collection whom its cohort finds, so it is counted as any
/// cohort is, and told as any is.
public final class Datasets {
  /// The entity of descriptions.
  public static final String ENTITY = "dataset";

  private final CatalogSearch catalogue;
  private final CohortSearch cohorts;
  private final Clauses clauses;

  /// @throws org.tessera.mappings.BrokenRules when the rules of specifications are broken
  public Datasets(CatalogSearch catalogue, CohortSearch cohorts) {
    this.catalogue = catalogue;
    this.cohorts = cohorts;
    this.clauses = Clauses.load(cohorts.attributes());
  }

  /// A dataset whose collection is here.
  ///
  /// @param cohort its patients
  /// @param problems what of its cohort was not understood, in sentences
  public record Dataset(
      Described described, Collection collection, Criterion cohort, List<Said> problems) {
    /// Its address below the catalogue's.
    public String path() {
      return collection.id() + "/datasets/" + described.id();
    }
  }

  /// All of them whose collection is here, by collection and in the order they were described.
  public List<Dataset> all() {
    Holdings holdings = catalogue.holdings();
    return holdings.collections().stream().flatMap(collection -> of(collection).stream()).toList();
  }

  /// Those of a collection.
  public List<Dataset> of(Collection collection) {
    return catalogue.descriptions().datasets(collection.id()).stream()
        .map(described -> dataset(described, collection))
        .toList();
  }

  /// One of them; empty where there is none in this collection.
  public Optional<Dataset> find(String collection, String id) {
    return catalogue
        .holdings()
        .collection(collection)
        .flatMap(
            known -> of(known).stream().filter(one -> one.described().id().equals(id)).findFirst());
  }

  /// The patients of a collection.
  public static Criterion ofCollection(String id) {
    var member =
        new Criterion.Entry(
            Attribute.PATIENT,
            new TreeMap<>(Map.of(CatalogIndex.COLLECTION, new Criterion.OneOf(List.of(id)))));
    return new Criterion.Has(member, 1, false, Optional.empty());
  }

  private static Dataset dataset(Described described, Collection collection) {
    CohortJson.Read read = CohortText.read(described.first("cohort"));
    List<Criterion> all = new ArrayList<>();
    all.add(ofCollection(collection.id()));
    if (read.cohort() instanceof Criterion.All list) {
      all.addAll(list.of());
    } else {
      all.add(read.cohort());
    }
    return new Dataset(described, collection, new Criterion.All(all), read.problems());
  }

  /// How many patients, studies and series it holds, and what they are like.
  ///
  /// @param exact whether the asker may see the patients themselves
  public CohortAnswer answer(Dataset dataset, boolean exact) {
    return cohorts.answer(dataset.cohort(), exact);
  }

  /// A dataset as other catalogues are told of it.
  static Collection entry(Dataset dataset, CohortAnswer answer) {
    Collection whole = dataset.collection();
    return new Collection(
        dataset.path(),
        dataset.described().name(),
        dataset.described().first("description"),
        whole.since(),
        told(answer, "sex"),
        told(answer, "diagnosis"),
        told(answer, "modality"),
        // Its ages are told in the ranges of the page alone.
        Optional.empty(),
        answer.patients(),
        answer.studies(),
        answer.series(),
        answer.patients());
  }

  private static List<ValueCount> told(CohortAnswer answer, String field) {
    return answer.charts().stream()
        .filter(chart -> chart.field().equals(field))
        .flatMap(chart -> chart.values().stream())
        .filter(value -> value.patients().size() > 0)
        .sorted(Comparator.comparingLong((ValueCount one) -> one.patients().size()).reversed())
        .toList();
  }

  /// The clauses of its technical specification that can be counted.
  ///
  /// @param exact whether the asker may see the patients themselves
  public List<Clause> specification(Dataset dataset, boolean exact) {
    List<Row> rows = catalogue.descriptions().rows(dataset.described());
    return new Specification(
            clauses,
            cohorts.attributes(),
            dataset.described(),
            dataset.cohort(),
            cohort -> cohorts.size(cohort, exact))
        .clauses(rows);
  }

  /// The attributes that are counted of the images beside what people write, by what they write.
  public Map<String, List<String>> counted() {
    return clauses.counted();
  }

  /// What of a description names nothing here, in sentences: cohorts that ask by what there is not,
  /// distributions of what patients are not asked by.
  ///
  /// @param table all attributes there are
  public static List<Said> problems(Described described, List<Row> table, Attributes attributes) {
    List<Said> problems = new ArrayList<>();
    for (Row row : table) {
      if (row.entity().equals(described.entity())) {
        cohorts(row, described)
            .forEach(text -> problems.addAll(CohortText.problems(text, attributes)));
      }
    }
    problems.addAll(Reference.problems(described, attributes));
    return problems.stream().distinct().toList();
  }

  private static List<String> cohorts(Row row, Described described) {
    if (row.form() == Form.COHORT) {
      return described.values(row.attribute());
    }
    List<String> texts = new ArrayList<>();
    for (Row column : row.columns()) {
      if (column.form() == Form.COHORT) {
        described
            .rows(row.attribute())
            .forEach(cells -> texts.add(cells.getOrDefault(column.column(), "")));
      }
    }
    return texts;
  }
}
