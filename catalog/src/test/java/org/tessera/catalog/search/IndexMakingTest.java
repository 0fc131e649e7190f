package org.tessera.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.catalog.Count;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.CatalogProjection;
import org.tessera.fhir.store.Change;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.node.ObjectNode;

class IndexMakingTest {
  private static final Vocabularies VOCABULARIES = Vocabularies.builtIn();
  private static final List<Change> LOG = log();
  private static final int HALF = LOG.size() / 2;

  @TempDir Path folder;
  private final List<Node> opened = new ArrayList<>();
  private Node node;

  /// An index, and what writes and asks it.
  private record Node(CatalogIndex index, CatalogProjection projection, CatalogSearch search) {
    static Node in(Path folder, Descriptions descriptions) {
      var index = new CatalogIndex(folder, VOCABULARIES, descriptions);
      return new Node(index, new CatalogProjection(index), new CatalogSearch(index, VOCABULARIES));
    }

    Count patients() {
      return search.answer(CatalogQuestion.of("", Map.of())).patients();
    }
  }

  private static List<Change> log() {
    List<ObjectNode> resources = Ward.of(new Random(7), 120).resources();
    return IntStream.range(0, resources.size())
        .mapToObj(number -> Ward.change(number + 1, resources.get(number)))
        .toList();
  }

  @BeforeEach
  void fill() {
    node = open(folder.resolve("index"), Descriptions.none());
    node.projection().apply(LOG);
  }

  @AfterEach
  void close() {
    opened.forEach(one -> one.index().close());
    opened.clear();
  }

  private Node open(Path index, Descriptions descriptions) {
    var one = Node.in(index, descriptions);
    opened.add(one);
    return one;
  }

  @Test
  void the_index_of_before_answers_until_the_next_one_holds_as_much() throws Exception {
    node.projection().reset();

    assertThat(node.projection().checkpoint()).isZero();
    assertThat(node.patients()).isEqualTo(Count.of(120));

    node.projection().apply(LOG.subList(0, HALF));

    assertThat(node.patients()).isEqualTo(Count.of(120));
    assertThat(node.search().version().position()).isEqualTo(LOG.size());
    assertThat(node.search().making()).contains(new CatalogIndex.Making(HALF, LOG.size(), true));

    node.projection().apply(LOG.subList(HALF, LOG.size()));

    assertThat(node.patients()).isEqualTo(Count.of(120));
    assertThat(node.search().making()).isEmpty();
    assertThat(folders(folder.resolve("index"))).containsExactly("2");
    node.projection().apply(List.of(gone(LOG.size() + 1)));
    assertThat(node.search().version().position()).isEqualTo(LOG.size() + 1);
  }

  @Test
  void a_node_that_was_killed_while_the_next_one_is_made_answers_and_goes_on() throws Exception {
    node.projection().reset();
    node.projection().apply(LOG.subList(0, HALF));

    Node after = open(killed(), Descriptions.none());

    assertThat(after.projection().checkpoint()).isEqualTo(HALF);
    assertThat(after.patients()).isEqualTo(Count.of(120));
    after.projection().apply(LOG.subList(HALF, LOG.size()));
    assertThat(after.search().making()).isEmpty();
    assertThat(after.patients()).isEqualTo(Count.of(120));
  }

  @Test
  void a_node_that_was_killed_before_the_old_one_was_taken_away_takes_it_away() throws Exception {
    node.projection().reset();
    node.projection().apply(LOG.subList(0, HALF));
    Path killed = killed();
    Files.writeString(killed.resolve("serving"), "2");

    Node after = open(killed, Descriptions.none());

    assertThat(folders(killed)).containsExactly("2");
    assertThat(after.projection().checkpoint()).isEqualTo(HALF);
  }

  @Test
  void to_begin_again_while_one_is_made_begins_at_the_first_change() {
    node.projection().reset();
    node.projection().apply(LOG.subList(0, HALF));
    node.projection().reset();

    assertThat(node.projection().checkpoint()).isZero();
    assertThat(node.patients()).isEqualTo(Count.of(120));
  }

  @Test
  void an_index_of_another_form_is_filled_from_the_log_again_and_says_so() throws Exception {
    close();
    try (var directory = FSDirectory.open(folder.resolve("index").resolve("1"));
        var writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.setLiveCommitData(Map.of("position", "37").entrySet());
      writer.commit();
    }

    Node after = open(folder.resolve("index"), Descriptions.none());

    assertThat(after.projection().checkpoint()).isZero();
    assertThat(after.search().making()).contains(new CatalogIndex.Making(0, 37, false));
    after.projection().apply(LOG);
    assertThat(after.patients()).isEqualTo(Count.of(120));
    assertThat(after.search().making()).isEmpty();
  }

  @Test
  void an_index_that_cannot_be_read_is_made_again() throws Exception {
    close();
    try (Stream<Path> files = Files.list(folder.resolve("index").resolve("1"))) {
      for (Path file : files.filter(one -> one.getFileName().toString().startsWith("_")).toList()) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }

    Node after = open(folder.resolve("index"), Descriptions.none());

    assertThat(after.projection().checkpoint()).isZero();
    after.projection().apply(LOG);
    assertThat(after.patients()).isEqualTo(Count.of(120));
  }

  @Test
  void what_is_described_later_is_asked_by_as_if_it_had_been_described_before() throws Exception {
    Path catalogue = Files.createDirectories(folder.resolve("catalogue"));
    Files.writeString(
        catalogue.resolve("all.yaml"),
        """
        biobanks: [{ id: st-anna, name: St. Anna, country: AT }]
        collections:
          - { id: c0, biobank: st-anna, licence: CC BY 4.0 }
          - { id: c1, biobank: st-anna, licence: CC0, design: [Cross-sectional] }
        """);
    Descriptions said = Descriptions.in(catalogue);
    node.index().describe(said);
    Node fresh = open(folder.resolve("fresh"), said);
    fresh.projection().apply(LOG);

    CatalogQuestion austrian = CatalogQuestion.of("", Map.of("country", List.of("AT")));

    assertThat(told(node, austrian)).isEqualTo(told(fresh, austrian)).contains("CC BY 4.0");
    assertThat(node.search().answer(austrian).patients().size()).isPositive();
  }

  private static String told(Node node, CatalogQuestion question) {
    CatalogAnswer answer = node.search().answer(question);
    return answer.collections()
        + answer.facets().stream()
            .map(facet -> facet.field() + facet.choices())
            .toList()
            .toString();
  }

  /// What a kill at this moment leaves on the disk.
  private Path killed() throws IOException {
    Path copy = folder.resolve("killed");
    Path index = folder.resolve("index");
    try (Stream<Path> all = Files.walk(index)) {
      for (Path one : all.filter(path -> !path.endsWith("write.lock")).toList()) {
        Files.copy(one, copy.resolve(index.relativize(one).toString()));
      }
    }
    return copy;
  }

  private static List<String> folders(Path index) throws IOException {
    try (Stream<Path> all = Files.list(index)) {
      return all.filter(Files::isDirectory).map(one -> one.getFileName().toString()).toList();
    }
  }

  private static Change gone(long sequence) {
    Change first = LOG.getFirst();
    return new Change(sequence, first.type(), first.id(), 2, first.at(), Optional.empty());
  }
}
