package org.tessera.etl.pseudonym;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;

/// The table that says who is who, in its own schema under its own role.
///
/// An SQL error here may quote a patient number, so only its state leaves this class.
final class Correspondence {
  private static final int ROWS_PER_STATEMENT_MAX = 5_000;

  private final DataSource identity;

  Correspondence(DataSource identity) {
    this.identity = identity;
  }

  void remember(String context, Map<String, String> pseudonymByNumber) {
    List<Map.Entry<String, String>> all =
        pseudonymByNumber.entrySet().stream().sorted(Map.Entry.comparingByValue()).toList();
    try (Connection connection = identity.getConnection()) {
      for (int from = 0; from < all.size(); from += ROWS_PER_STATEMENT_MAX) {
        insert(
            connection,
            context,
            all.subList(from, Math.min(all.size(), from + ROWS_PER_STATEMENT_MAX)));
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static void insert(
      Connection connection, String context, List<Map.Entry<String, String>> part)
      throws SQLException {
    Array pseudonyms =
        connection.createArrayOf("text", part.stream().map(Map.Entry::getValue).toArray());
    Array numbers =
        connection.createArrayOf("text", part.stream().map(Map.Entry::getKey).toArray());
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            insert into identity.patient (context, pseudonym, number)
            select ?, p, n from unnest(?, ?) as pair(p, n) on conflict do nothing
            """)) {
      statement.setString(1, context);
      statement.setArray(2, pseudonyms);
      statement.setArray(3, numbers);
      statement.executeUpdate();
    }
  }

  Optional<String> number(String context, String pseudonym) {
    return strings(
            "select number from identity.patient where context = ? and pseudonym = ?",
            context,
            pseudonym)
        .stream()
        .findFirst();
  }

  boolean knows(String context, String pseudonym) {
    return number(context, pseudonym).isPresent();
  }

  void rememberName(long delivery, String name) {
    try (Connection connection = identity.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                insert into identity.delivery (id, name) values (?, ?)
                on conflict (id) do update set name = excluded.name
                """)) {
      statement.setLong(1, delivery);
      statement.setString(2, name);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  Optional<String> name(long delivery) {
    return strings("select name from identity.delivery where id = ?", delivery).stream()
        .findFirst();
  }

  void rememberFiles(long delivery, Map<Long, String> names) {
    if (names.isEmpty()) {
      return;
    }
    try (Connection connection = identity.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                insert into identity.delivered_file (delivery, ordinal, name)
                select ?, o, n from unnest(?, ?) as file(o, n)
                on conflict (delivery, ordinal) do update set name = excluded.name
                """)) {
      statement.setLong(1, delivery);
      statement.setArray(2, connection.createArrayOf("bigint", names.keySet().toArray()));
      statement.setArray(3, connection.createArrayOf("text", names.values().toArray()));
      statement.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  Map<Long, String> files(long delivery) {
    try (Connection connection = identity.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select ordinal, name from identity.delivered_file where delivery = ?")) {
      statement.setLong(1, delivery);
      Map<Long, String> names = new TreeMap<>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          names.put(rows.getLong(1), rows.getString(2));
        }
      }
      return names;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private List<String> strings(String sql, Object... binds) {
    try (Connection connection = identity.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < binds.length; i++) {
        statement.setObject(i + 1, binds[i]);
      }
      List<String> result = new ArrayList<>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          result.add(rows.getString(1));
        }
      }
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  static IllegalStateException failed(SQLException e) {
    return new IdentityUnavailable(e.getSQLState());
  }
}
