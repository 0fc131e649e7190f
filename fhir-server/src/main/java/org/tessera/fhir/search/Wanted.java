package org.tessera.fhir.search;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tessera.fhir.store.ResourceTypes;

/// Resources to be included: by their addresses, and by hashes they are indexed under.
record Wanted(List<Address> addresses, List<Long> hashes) {
  private static final int HASHES_MAX = 100_000;

  /// The address of a resource of this store.
  record Address(String type, String id) {
    private static final Pattern LOCAL =
        Pattern.compile("([A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/.*)?");

    static Optional<Address> of(String reference) {
      Matcher local = LOCAL.matcher(reference);
      return local.matches() && ResourceTypes.isKnown(local.group(1))
          ? Optional.of(new Address(local.group(1), local.group(2)))
          : Optional.empty();
    }
  }

  boolean isEmpty() {
    return addresses.isEmpty() && hashes.isEmpty();
  }

  /// Selects type, id, version, last_updated, owner and content.
  SqlText sql(int rows) {
    if (hashes.size() > HASHES_MAX) {
      throw new InvalidSearch("too much is to be included; ask for a smaller _count");
    }
    var sql = new SqlText();
    sql.add("select r.type, r.id, r.version, r.last_updated, r.owner, r.content");
    sql.add(" from fhir.res r where r.content is not null and r.pid in (");
    String union = "";
    if (!addresses.isEmpty()) {
      Short[] types =
          addresses.stream()
              .map(address -> (short) ResourceTypes.number(address.type()))
              .toArray(Short[]::new);
      String[] ids = addresses.stream().map(Address::id).toArray(String[]::new);
      sql.add("select a.pid from unnest(?::smallint[], ?::text[]) w(type, id)", types, ids);
      sql.add(" join fhir.res a on a.type = w.type and a.id = w.id");
      union = " union all ";
    }
    if (!hashes.isEmpty()) {
      sql.add(
          union + "select x.pid from fhir.ix x where x.hs && ?",
          (Object) hashes.toArray(Long[]::new));
    }
    return sql.add(") order by r.pid limit ?", rows);
  }
}
