package org.tessera.catalog.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.BytesRef;

/// What the catalogue knows of one patient: the facts each of the patient's resources contributes.
///
/// Kept by resource, so that a changed or deleted resource takes back exactly what it had said.
final class PatientFacts {
  private final String patient;
  private final Map<String, ResourceFacts> byResource = new TreeMap<>();

  PatientFacts(String patient) {
    this.patient = patient;
  }

  /// Those of the patient a document is of; empty for a document of something else.
  static Optional<PatientFacts> of(IndexSearcher searcher, int document) throws IOException {
    List<LeafReaderContext> leaves = searcher.getLeafContexts();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    BinaryDocValues facts = DocValues.getBinary(leaf.reader(), CatalogIndex.FACTS);
    return facts.advanceExact(document - leaf.docBase)
        ? Optional.of(parse(facts.binaryValue()))
        : Optional.empty();
  }

  String patient() {
    return patient;
  }

  void put(String resource, ResourceFacts facts) {
    byResource.put(resource, facts);
  }

  void remove(String resource) {
    byResource.remove(resource);
  }

  boolean isEmpty() {
    return byResource.isEmpty();
  }

  /// In the order of [#facts()].
  Iterable<String> resources() {
    return byResource.keySet();
  }

  Iterable<ResourceFacts> facts() {
    return byResource.values();
  }

  /// The distinct values under a key over all resources, sorted.
  List<String> values(String key) {
    var values = new TreeSet<String>();
    byResource.values().forEach(said -> values.addAll(said.values().getOrDefault(key, List.of())));
    return List.copyOf(values);
  }

  /// The distinct codes or texts over all resources, sorted.
  List<String> all(Function<ResourceFacts, List<String>> part) {
    var values = new TreeSet<String>();
    byResource.values().forEach(said -> values.addAll(part.apply(said)));
    return List.copyOf(values);
  }

  /// Reads what [#stored()] wrote. Every text stands there once, everything else names it by
  /// number.
  static PatientFacts parse(BytesRef stored) throws IOException {
    var in = new ByteArrayDataInput(stored.bytes, stored.offset, stored.length);
    String[] texts = new String[in.readVInt()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = in.readString();
    }
    var facts = new PatientFacts(texts[in.readVInt()]);
    for (int resources = in.readVInt(); resources > 0; resources--) {
      String resource = texts[in.readVInt()];
      Map<String, List<String>> values = values(in, texts);
      List<ResourceFacts.Entry> entries = new ArrayList<>();
      for (int entry = in.readVInt(); entry > 0; entry--) {
        String level = texts[in.readVInt()];
        int day = in.readInt();
        entries.add(new ResourceFacts.Entry(level, day, values(in, texts)));
      }
      facts.put(resource, new ResourceFacts(values, entries, list(in, texts), list(in, texts)));
    }
    return facts;
  }

  private static Map<String, List<String>> values(ByteArrayDataInput in, String[] texts) {
    int size = in.readVInt();
    Map<String, List<String>> values = LinkedHashMap.newLinkedHashMap(size);
    for (int i = 0; i < size; i++) {
      values.put(texts[in.readVInt()], list(in, texts));
    }
    return values;
  }

  private static List<String> list(ByteArrayDataInput in, String[] texts) {
    int size = in.readVInt();
    if (size == 1) {
      return List.of(texts[in.readVInt()]);
    }
    List<String> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(texts[in.readVInt()]);
    }
    return list;
  }

  BytesRef stored() {
    try {
      return new Writer().write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Writer {
    private final Map<String, Integer> texts = new LinkedHashMap<>();
    private final ByteBuffersDataOutput body = new ByteBuffersDataOutput();

    BytesRef write() throws IOException {
      text(patient);
      body.writeVInt(byResource.size());
      for (var resource : byResource.entrySet()) {
        ResourceFacts said = resource.getValue();
        text(resource.getKey());
        values(said.values());
        body.writeVInt(said.entries().size());
        for (ResourceFacts.Entry entry : said.entries()) {
          text(entry.level());
          body.writeInt(entry.day());
          values(entry.values());
        }
        list(said.codes());
        list(said.texts());
      }
      var all = new ByteBuffersDataOutput();
      all.writeVInt(texts.size());
      for (String text : texts.keySet()) {
        all.writeString(text);
      }
      all.copyBytes(body.toDataInput(), body.size());
      return new BytesRef(all.toArrayCopy());
    }

    private void values(Map<String, List<String>> values) throws IOException {
      body.writeVInt(values.size());
      for (var value : values.entrySet()) {
        text(value.getKey());
        list(value.getValue());
      }
    }

    private void list(List<String> list) throws IOException {
      body.writeVInt(list.size());
      for (String one : list) {
        text(one);
      }
    }

    private void text(String text) throws IOException {
      Integer number = texts.putIfAbsent(text, texts.size());
      body.writeVInt(number == null ? texts.size() - 1 : number);
    }
  }
}
