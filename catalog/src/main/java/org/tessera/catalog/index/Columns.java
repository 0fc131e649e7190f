package org.tessera.catalog.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.FixedBitSet;

/// What the patients of one segment are counted by: values by number in arrays, rows of each level
/// in the order of their patients.
///
/// A patient has one row of the level `patient`, and of every other level a row an entry; who has
/// none has one row that records nothing, so that "not recorded" finds the patient too. A segment
/// never changes, so neither does this; deletions are the reader's to tell.
public final class Columns {
  private final FixedBitSet patients;
  private final Rows[] levels;
  private final Column[] exact;
  private final Column[] told;
  private final Column[] byRun;

  /// The rows of a level.
  public static final class Rows {
    /// A day nobody states.
    public static final int UNDATED = ResourceFacts.UNDATED;

    /// The day of a row that stands for having no entry.
    public static final int NONE = UNDATED + 1;

    private final int[] starts;
    private final int[] days;
    private final int[] groups;
    private final int[] runs;
    private final int[] runStarts;

    Rows(int[] starts, int[] days, int[] groups) {
      this.starts = starts;
      this.days = days;
      this.groups = groups;
      var firstRows = new Ints();
      runStarts = new int[starts.length];
      for (int document = 0; document < starts.length - 1; document++) {
        runStarts[document] = firstRows.size;
        for (int row = starts[document]; row < starts[document + 1]; row++) {
          if (row == starts[document] || groups[row] != groups[row - 1]) {
            firstRows.add(row);
          }
        }
      }
      runStarts[starts.length - 1] = firstRows.size;
      firstRows.add(days.length);
      runs = firstRows.toArray();
    }

    /// The first run of a document: its rows of one resource, such as the series of a study, which
    /// have most of their values in common.
    public int fromRun(int document) {
      return runStarts[document];
    }

    /// After the last run of a document.
    public int toRun(int document) {
      return runStarts[document + 1];
    }

    /// The first row of a run; of the run after, the row after its last.
    public int row(int run) {
      return runs[run];
    }

    /// The first row of a document.
    public int from(int document) {
      return starts[document];
    }

    /// After the last row of a document.
    public int to(int document) {
      return starts[document + 1];
    }

    /// Days since 1970-01-01, [#UNDATED] or [#NONE].
    public int day(int row) {
      return days[row];
    }

    /// The resource a row is of: rows of one resource follow each other and share a number.
    public int group(int row) {
      return groups[row];
    }

    /// Whether the row stands for having no entry.
    public boolean isNone(int row) {
      return days[row] == NONE;
    }
  }

  /// The values of an attribute by row, as numbers of [Values].
  public static final class Column {
    private final int[] starts;
    private final int[] values;

    /// @param starts by row, the first of its values; empty where every row has exactly one
    Column(int[] starts, int[] values) {
      this.starts = starts;
      this.values = values;
    }

    /// Whether a row can have several values.
    public boolean several() {
      return starts.length > 0;
    }

    /// Where the first value of a row stands.
    public int from(int row) {
      return starts.length == 0 ? row : starts[row];
    }

    /// After where the last value of a row stands.
    public int to(int row) {
      return starts.length == 0 ? row + 1 : starts[row + 1];
    }

    /// The value that stands there.
    public int value(int at) {
      return values[at];
    }
  }

  private Columns(
      FixedBitSet patients, Rows[] levels, Column[] exact, Column[] told, Column[] byRun) {
    this.patients = patients;
    this.levels = levels;
    this.exact = exact;
    this.told = told;
    this.byRun = byRun;
  }

  /// Which documents are patients.
  public FixedBitSet patients() {
    return patients;
  }

  /// The rows of the level of this number.
  public Rows rows(int level) {
    return levels[level];
  }

  /// The values as they stand, by number of the attribute.
  public Column exact(int attribute) {
    return exact[attribute];
  }

  /// The values as they are told: numbers as the ranges they are in.
  public Column told(int attribute) {
    return told[attribute];
  }

  /// The values as they are told by run of rows, each once.
  public Column byRun(int attribute) {
    return byRun[attribute];
  }

  static Columns load(LeafReader reader, Attributes attributes) throws IOException {
    return new Loader(reader.maxDoc(), attributes).load(reader);
  }

  /// The same patients, asked by what is described of their collections now.
  Columns described(Attributes attributes) {
    Column member = told[attributes.find(CatalogIndex.COLLECTION)];
    Values collections = attributes.told(attributes.find(CatalogIndex.COLLECTION));
    int[] memberships = new int[levels[Attributes.PATIENT_LEVEL].days.length];
    Map<List<String>, Integer> known = new LinkedHashMap<>();
    for (int row = 0; row < memberships.length; row++) {
      List<String> of = new ArrayList<>();
      for (int at = member.from(row); at < member.to(row); at++) {
        if (member.value(at) != Values.MISSING) {
          of.add(collections.text(member.value(at)));
        }
      }
      memberships[row] = known.computeIfAbsent(of, _ -> known.size());
    }
    Column[] exactly = exact.clone();
    Column[] asTold = told.clone();
    Column[] runs = byRun.clone();
    for (int attribute : attributes.described()) {
      List<int[]> exactOf = new ArrayList<>();
      List<int[]> toldOf = new ArrayList<>();
      for (List<String> of : known.keySet()) {
        List<String> values = attributes.described(attribute, of);
        exactOf.add(Filling.exact(attributes, attribute, values));
        toldOf.add(Filling.told(attributes, attribute, values));
      }
      var now = new Filling();
      var toldNow = new Filling();
      for (int membership : memberships) {
        now.row(exactOf.get(membership));
        toldNow.row(toldOf.get(membership));
      }
      exactly[attribute] = now.done();
      asTold[attribute] = toldNow.done();
      // A patient has one row of its own, so its runs are its rows.
      runs[attribute] = asTold[attribute];
    }
    return new Columns(patients, levels, exactly, asTold, runs);
  }

  private static final class Ints {
    private int[] values = new int[64];
    private int size;

    void add(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }

    int[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }

  private static final class Filling {
    final Ints starts = new Ints();
    final Ints values = new Ints();
    boolean single = true;

    /// The values of a row as they stand, by number.
    static int[] exact(Attributes attributes, int attribute, List<String> values) {
      return values.stream().mapToInt(attributes.exact(attribute)::number).toArray();
    }

    /// The values of a row as they are told, by number.
    static int[] told(Attributes attributes, int attribute, List<String> values) {
      return values.stream()
          .map(value -> attributes.told(attribute, value))
          .distinct()
          .mapToInt(attributes.told(attribute)::number)
          .toArray();
    }

    /// @param numbers of one row; none for what is not recorded
    void row(int[] numbers) {
      starts.add(values.size);
      single &= numbers.length < 2;
      if (numbers.length == 0) {
        values.add(Values.MISSING);
      }
      for (int number : numbers) {
        values.add(number);
      }
    }

    Column done() {
      starts.add(values.size);
      return new Column(single ? new int[0] : starts.toArray(), values.toArray());
    }
  }

  private static final class Loader {
    private final Attributes attributes;
    private final FixedBitSet patients;
    private final int documents;
    private final Ints[] starts;
    private final Ints[] days;
    private final Ints[] groups;
    private final Filling[] exact;
    private final Filling[] told;
    private int group;

    Loader(int documents, Attributes attributes) {
      this.documents = documents;
      this.attributes = attributes;
      this.patients = new FixedBitSet(Math.max(1, documents));
      int levels = attributes.levels().size();
      starts = ints(levels);
      days = ints(levels);
      groups = ints(levels);
      exact = fillings(attributes.size());
      told = fillings(attributes.size());
    }

    private static Ints[] ints(int size) {
      Ints[] all = new Ints[size];
      Arrays.setAll(all, _ -> new Ints());
      return all;
    }

    private static Filling[] fillings(int size) {
      Filling[] all = new Filling[size];
      Arrays.setAll(all, _ -> new Filling());
      return all;
    }

    Columns load(LeafReader reader) throws IOException {
      BinaryDocValues facts = DocValues.getBinary(reader, CatalogIndex.FACTS);
      int next = facts.nextDoc();
      for (int document = 0; document < documents; document++) {
        for (int level = 0; level < starts.length; level++) {
          starts[level].add(days[level].size);
        }
        if (document == next) {
          patients.set(document);
          patient(PatientFacts.parse(facts.binaryValue()));
          next = facts.nextDoc();
        }
      }
      assert next == DocIdSetIterator.NO_MORE_DOCS;
      Rows[] rows = new Rows[starts.length];
      for (int level = 0; level < rows.length; level++) {
        starts[level].add(days[level].size);
        rows[level] =
            new Rows(starts[level].toArray(), days[level].toArray(), groups[level].toArray());
      }
      Column[] asTold = done(told);
      Column[] byRun = asTold.clone();
      for (int level = 1; level < rows.length; level++) {
        for (int attribute : attributes.ofLevel(level)) {
          byRun[attribute] =
              byRun(rows[level], asTold[attribute], attributes.told(attribute).size());
        }
      }
      return new Columns(patients, rows, done(exact), asTold, byRun);
    }

    private static Column byRun(Rows rows, Column column, int size) {
      var filling = new Filling();
      int[] seen = new int[size];
      var values = new Ints();
      for (int run = 0; run < rows.runs.length - 1; run++) {
        values.size = 0;
        for (int at = column.from(rows.row(run)); at < column.from(rows.row(run + 1)); at++) {
          int value = column.value(at);
          if (seen[value] != run + 1) {
            seen[value] = run + 1;
            values.add(value);
          }
        }
        filling.row(values.toArray());
      }
      return filling.done();
    }

    private static Column[] done(Filling[] fillings) {
      return Arrays.stream(fillings).map(Filling::done).toArray(Column[]::new);
    }

    private void patient(PatientFacts facts) {
      row(Attributes.PATIENT_LEVEL, ResourceFacts.UNDATED);
      for (int attribute : attributes.ofLevel(Attributes.PATIENT_LEVEL)) {
        fill(attribute, attributes.values(facts, attribute));
      }
      record Placed(ResourceFacts.Entry entry, int group) {}
      List<List<Placed>> entries = new ArrayList<>();
      attributes.levels().forEach(_ -> entries.add(new ArrayList<>()));
      for (ResourceFacts said : facts.facts()) {
        group++;
        for (ResourceFacts.Entry entry : said.entries()) {
          entries.get(attributes.level(entry.level())).add(new Placed(entry, group));
        }
      }
      for (int level = 1; level < starts.length; level++) {
        List<Placed> ofLevel = entries.get(level);
        for (Placed one : ofLevel) {
          groups[level].add(one.group());
          days[level].add(one.entry().day());
          for (int attribute : attributes.ofLevel(level)) {
            fill(attribute, attributes.values(one.entry(), attribute));
          }
        }
        if (ofLevel.isEmpty()) {
          row(level, Rows.NONE);
          for (int attribute : attributes.ofLevel(level)) {
            fill(attribute, List.of());
          }
        }
      }
    }

    private void row(int level, int day) {
      days[level].add(day);
      groups[level].add(group);
    }

    private void fill(int attribute, List<String> values) {
      exact[attribute].row(Filling.exact(attributes, attribute, values));
      told[attribute].row(Filling.told(attributes, attribute, values));
    }
  }
}
