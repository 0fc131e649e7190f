package org.tessera.vocabularies;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes a [ConceptFile]: all concepts first, in order, then what relates them.
public final class ConceptFileWriter implements AutoCloseable {
  /// The file that is written last: a folder without it is unfinished.
  static final String LISTS = "lists";

  private final Path folder;
  private final List<MappedArrays.Writer> open = new ArrayList<>();
  private final MappedArrays.Writer kinds;
  private final MappedArrays.Writer marks;
  private final MappedArrays.Writer code;
  private final MappedArrays.Writer name;
  private final Map<String, Integer> vocabularies = new LinkedHashMap<>();
  private final Map<String, Integer> domains = new LinkedHashMap<>();
  private final Map<String, Integer> classes = new LinkedHashMap<>();
  private final Map<String, Integer> firsts = new LinkedHashMap<>();
  private final ConceptPairs.Collector mapsTo = new ConceptPairs.Collector();
  private final ConceptPairs.Collector children = new ConceptPairs.Collector();
  private long[] byId = new long[1 << 16];
  private int[] hashes = new int[1 << 16];

  /// Where the code and the name of each begin.
  private int[] texts = new int[1 << 17];

  /// The length and the first bytes of each code.
  private long[] heads = new long[1 << 17];

  private int size;
  private String lastCode = "";
  private boolean sorted;

  /// @param folder is created; what it held is written over
  public ConceptFileWriter(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    Files.deleteIfExists(folder.resolve(LISTS));
    kinds = array("kind");
    marks = array("mark");
    code = array("code");
    name = array("name");
  }

  private MappedArrays.Writer array(String name) throws IOException {
    var array = new MappedArrays.Writer(folder.resolve(name));
    open.add(array);
    return array;
  }

  /// Adds a concept. They come ordered by vocabulary and code, both by their bytes; of several with
  /// one code the one to prefer comes first.
  ///
  /// @param mark `S` for a standard concept, `C` for a classification, else a space
  /// @throws IllegalArgumentException for a concept out of order
  public void add(OmopConcept concept, char mark) throws IOException {
    int vocabulary = number(vocabularies, concept.vocabulary());
    boolean first = firsts.putIfAbsent(concept.vocabulary(), size) == null;
    if (!first && vocabulary != vocabularies.size() - 1) {
      throw new IllegalArgumentException("concepts of " + concept.vocabulary() + " are apart");
    }
    byte[] bytes = concept.code().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > ConceptFile.CODE_BYTES_MAX) {
      throw new IllegalArgumentException("a code of " + bytes.length + " bytes");
    }
    boolean again = !first && concept.code().equals(lastCode);
    lastCode = concept.code();
    if (size == byId.length) {
      byId = Arrays.copyOf(byId, size * 2);
      hashes = Arrays.copyOf(hashes, size * 2);
      texts = Arrays.copyOf(texts, size * 4);
      heads = Arrays.copyOf(heads, size * 4);
    }
    byId[size] = ((long) Math.toIntExact(concept.id()) << 32) | size;
    texts[2 * size] = code.position();
    texts[2 * size + 1] = name.position();
    heads[2 * size] = ConceptFile.head(bytes);
    heads[2 * size + 1] = ConceptFile.next(bytes);
    // A code's second concept is found by its id alone.
    hashes[size] = again ? 0 : ConceptFile.hash(vocabulary, bytes);
    size++;
    kinds.putShort(vocabulary);
    kinds.putShort(number(domains, concept.domain()));
    kinds.putShort(number(classes, concept.conceptClass()));
    marks.put((byte) mark);
    marks.put((byte) (concept.invalidReason().isEmpty() ? ' ' : concept.invalidReason().charAt(0)));
    code.put(bytes);
    name.put(concept.name().getBytes(StandardCharsets.UTF_8));
  }

  private static int number(Map<String, Integer> list, String text) {
    return list.computeIfAbsent(text, any -> list.size());
  }

  /// Adds that a concept maps to a standard one. Ids that are not there are passed over.
  public void mapsTo(long concept, long standard) {
    add(mapsTo, concept, standard);
  }

  /// Adds that a concept stands directly below another.
  public void child(long parent, long child) {
    add(children, parent, child);
  }

  private void add(ConceptPairs.Collector pairs, long from, long to) {
    if (!sorted) {
      Arrays.sort(byId, 0, size);
      sorted = true;
    }
    int source = position(from);
    int target = position(to);
    if (source >= 0 && target >= 0) {
      pairs.add(source, target);
    }
  }

  private int position(long concept) {
    int at = Arrays.binarySearch(byId, 0, size, concept << 32);
    int found = at >= 0 ? at : -at - 1;
    return found < size && byId[found] >> 32 == concept ? (int) byId[found] : -1;
  }

  /// Writes the rest; without it the folder counts as unfinished.
  public void finish() throws IOException {
    int namesEnd = name.position();
    closeAll();
    if (!sorted) {
      Arrays.sort(byId, 0, size);
      sorted = true;
    }
    try (var ids = new MappedArrays.Writer(folder.resolve("byid.id"));
        var positions = new MappedArrays.Writer(folder.resolve("byid.position"))) {
      for (int i = 0; i < size; i++) {
        ids.putInt((int) (byId[i] >> 32));
        positions.putInt((int) byId[i]);
      }
    }
    writeTable();
    writeRecords(namesEnd);
    mapsTo.write(folder, "mapsto", "mappedfrom", size);
    children.write(folder, "children", "parents", size);
    writeLists();
  }

  /// What a translation looks at lies together: the code, the id, the standard concept.
  private void writeRecords(int namesEnd) throws IOException {
    int[] targets = mapsTo.only(size);
    var ids = new int[size];
    for (int i = 0; i < size; i++) {
      ids[(int) byId[i]] = (int) (byId[i] >> 32);
    }
    try (var out = new MappedArrays.Writer(folder.resolve("codeat"))) {
      for (int i = 0; i < size; i++) {
        out.putInt(texts[2 * i]);
      }
    }
    try (var out = new MappedArrays.Writer(folder.resolve(ConceptFile.RECORDS))) {
      for (int i = 0; i < size; i++) {
        out.putInt(ids[i]);
        out.putInt(texts[2 * i + 1]);
        out.putInt(targets[i]);
        out.putInt(targets[i] < 0 ? 0 : ids[targets[i]]);
        out.putLong(heads[2 * i]);
        out.putLong(heads[2 * i + 1]);
      }
      // Where the last name ends.
      out.putInt(0);
      out.putInt(namesEnd);
    }
  }

  /// An open table at most two thirds full: one or two looks find a code.
  private void writeTable() throws IOException {
    int capacity = Integer.highestOneBit(Math.max(2, size + size / 2)) << 1;
    var table = new int[capacity];
    for (int i = 0; i < size; i++) {
      if (hashes[i] != 0) {
        int slot = hashes[i] & (capacity - 1);
        while (table[slot] != 0) {
          slot = (slot + 1) & (capacity - 1);
        }
        table[slot] = i + 1;
      }
    }
    try (var out = new MappedArrays.Writer(folder.resolve("table"))) {
      for (int entry : table) {
        out.putInt(entry);
        // The hash beside the position: a look at another code's slot costs no look at that code.
        out.putInt(entry == 0 ? 0 : hashes[entry - 1]);
      }
    }
  }

  private void writeLists() throws IOException {
    List<String> lines = new ArrayList<>();
    vocabularies.keySet().forEach(it -> lines.add("V\t" + firsts.get(it) + "\t" + it));
    domains.keySet().forEach(it -> lines.add("D\t0\t" + it));
    classes.keySet().forEach(it -> lines.add("C\t0\t" + it));
    Path unfinished = folder.resolve(LISTS + ".part");
    Files.write(unfinished, lines);
    Files.move(unfinished, folder.resolve(LISTS));
  }

  private void closeAll() throws IOException {
    for (MappedArrays.Writer one : open) {
      one.close();
    }
    open.clear();
  }

  @Override
  public void close() throws IOException {
    closeAll();
  }
}
