package org.tessera.fhir.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.tessera.fhir.store.IndexRows.Term;

/// The table `fhir.term`: the text behind hashes of codes, displayed texts and URIs.
///
/// Most were seen before, so the last ones are remembered and cost nothing. A term nobody uses any
/// more does no harm and stays.
final class TermTable {
  /// The number under which all parameters share the texts shown for codes.
  static final int DISPLAYED = 0;

  private static final int REMEMBERED = 1 << 18;
  private static final int LENGTH_MAX = 2_000;
  private static final Comparator<Term> BY_HASH = Comparator.comparingLong(Term::h);

  /// Each hash at the place its lower bits name; a newer one takes an older one's place. Read and
  /// written without a lock: a lost entry is only written once more.
  private final long[] remembered = new long[REMEMBERED];

  Pending pending() {
    return new Pending();
  }

  private boolean knows(long hash) {
    return remembered[(int) (hash & (REMEMBERED - 1))] == hash;
  }

  /// The terms of one transaction.
  final class Pending {
    /// In the order of the hashes, so that two writers never wait for each other in a circle.
    private final TreeSet<Term> unknown = new TreeSet<>(BY_HASH);

    void add(List<Term> terms) {
      for (Term term : terms) {
        if (!knows(term.h())) {
          unknown.add(term);
        }
      }
    }

    void send(Connection connection) throws SQLException {
      if (unknown.isEmpty()) {
        return;
      }
      List<Long> hashes = new ArrayList<>();
      List<Integer> numbers = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      for (Term term : unknown) {
        hashes.add(term.h());
        numbers.add(term.p());
        texts.add(storable(term.v()));
      }
      try (var statement =
          connection.prepareStatement(
              "insert into fhir.term (h, p, v)"
                  + " select * from unnest(?::bigint[], ?::int[], ?::text[])"
                  + " on conflict do nothing")) {
        statement.setArray(1, connection.createArrayOf("bigint", hashes.toArray()));
        statement.setArray(2, connection.createArrayOf("int4", numbers.toArray()));
        statement.setArray(3, connection.createArrayOf("text", texts.toArray()));
        statement.executeUpdate();
      }
    }

    void committed() {
      for (Term term : unknown) {
        remembered[(int) (term.h() & (REMEMBERED - 1))] = term.h();
      }
    }

    private static String storable(String text) {
      String plain = text.replace('\0', ' ');
      return plain.length() <= LENGTH_MAX ? plain : plain.substring(0, LENGTH_MAX);
    }
  }
}
