package org.tessera.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/// Where the operator's own PostgreSQL is and who the node is there.
///
/// @param place host, port and database, the part that may be shown
/// @param parameters what the driver is told beside, such as `sslmode=verify-full`; may be empty
/// @param password empty where the server asks for none or `~/.pgpass` holds it
record DatabaseAddress(String place, String parameters, String user, String password) {
  private static final String PROTOCOLS = "^(jdbc:)?postgres(ql)?://";

  /// What the settings say, empty when they name no database: `tessera.database.url` (as
  /// `TESSERA_DATABASE_URL` in the environment), `.user`, `.password` and `.password-file`, or
  /// `spring.datasource.url`, `.username` and `.password`. What is set apart counts for more than
  /// what stands in the address.
  ///
  /// @throws IllegalStateException if the address cannot be read; the message never holds it, for a
  ///   password may stand in it
  static Optional<DatabaseAddress> in(Environment settings) {
    String url = first(settings, "tessera.database.url", "spring.datasource.url");
    if (url.isEmpty()) {
      return Optional.empty();
    }
    DatabaseAddress stated = parse(url);
    String user = first(settings, "tessera.database.user", "spring.datasource.username");
    String password = first(settings, "tessera.database.password", "spring.datasource.password");
    String file = first(settings, "tessera.database.password-file");
    if (!file.isEmpty()) {
      password = read(Path.of(file));
    }
    return Optional.of(
        new DatabaseAddress(
            stated.place,
            stated.parameters,
            user.isEmpty() ? stated.user : user,
            password.isEmpty() ? stated.password : password));
  }

  /// Reads `postgresql://user:password@host:port/database?parameters`, or the same as a JDBC
  /// address; user and password may also be among the parameters.
  static DatabaseAddress parse(String url) {
    String[] parts = url.strip().split("\\?", 2);
    String rest = parts[0].replaceFirst(PROTOCOLS, "");
    int at = rest.lastIndexOf('@');
    if (rest.equals(parts[0]) || rest.indexOf('/', at + 1) < 0) {
      throw new IllegalStateException(
          "The address of the database is not understood; it looks like"
              + " postgresql://user:password@host:5432/database");
    }
    String[] who = at < 0 ? new String[0] : rest.substring(0, at).split(":", 2);
    Map<String, String> stated =
        parameters(parts)
            .collect(Collectors.toMap(DatabaseAddress::name, DatabaseAddress::value, (a, b) -> b));
    String others =
        parameters(parts)
            .filter(p -> !name(p).equals("user") && !name(p).equals("password"))
            .collect(Collectors.joining("&"));
    return new DatabaseAddress(
        rest.substring(at + 1),
        others,
        who.length > 0 ? decoded(who[0]) : stated.getOrDefault("user", ""),
        who.length > 1 ? decoded(who[1]) : stated.getOrDefault("password", ""));
  }

  /// The address as JDBC takes it, without user and password.
  String jdbc() {
    return "jdbc:postgresql://" + place + (parameters.isEmpty() ? "" : "?" + parameters);
  }

  /// The same database for another role.
  DatabaseAddress as(String otherUser, String otherPassword) {
    return new DatabaseAddress(place, parameters, otherUser, otherPassword);
  }

  /// Without the password, for records are easily written into a log.
  @Override
  public String toString() {
    return user + "@" + place;
  }

  private static Stream<String> parameters(String[] parts) {
    return parts.length < 2
        ? Stream.of()
        : Arrays.stream(parts[1].split("&", -1)).filter(p -> !p.isEmpty());
  }

  private static String name(String parameter) {
    return parameter.replaceFirst("=.*", "");
  }

  private static String value(String parameter) {
    int equals = parameter.indexOf('=');
    return equals < 0 ? "" : decoded(parameter.substring(equals + 1));
  }

  /// Percent signs are decoded as in any address; a plus is a plus (RFC 3986 section 2.1).
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String first(Environment settings, String... names) {
    for (String name : names) {
      @Nullable String value = settings.getProperty(name);
      if (value != null && !value.isBlank()) {
        return value.strip();
      }
    }
    return "";
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The file of the database's password cannot be read: " + file, e);
    }
  }
}
