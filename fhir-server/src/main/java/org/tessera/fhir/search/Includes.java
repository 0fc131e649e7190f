package org.tessera.fhir.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tessera.fhir.search.Wanted.Address;
import org.tessera.fhir.store.IndexKeys;
import org.tessera.fhir.store.ResourceTypes;
import org.tessera.fhir.store.SearchParameter;
import org.tessera.fhir.store.SearchParameter.Kind;
import org.tessera.fhir.store.StoredResource;

/// `_include` and `_revinclude`: what the matches refer to and what refers to them.
/// https://hl7.org/fhir/R4/search.html#revinclude
final class Includes {
  private static final int INCLUDES_MAX = 20;
  private static final String ANY = "*";

  private final SearchContext context;
  private final List<Include> all = new ArrayList<>();

  /// One of them.
  ///
  /// @param parameters the references it follows
  /// @param target the type at their end, or "" for any
  private record Include(
      List<SearchParameter> parameters, String target, boolean reverse, boolean iterates) {}

  Includes(SearchContext context) {
    this.context = context;
  }

  /// Takes a parameter of a search in.
  ///
  /// @return false if it is none of these
  boolean add(String name, String value, List<String> types) {
    int colon = name.indexOf(':');
    String plain = colon < 0 ? name : name.substring(0, colon);
    String modifier = colon < 0 ? "" : name.substring(colon + 1);
    boolean reverse = plain.equals("_revinclude");
    if (!reverse && !plain.equals("_include")) {
      return false;
    }
    if (!modifier.isEmpty() && !modifier.equals("iterate")) {
      throw new InvalidSearch(plain + " supports the modifier :iterate only");
    }
    for (String one : value.split(",", -1)) {
      all.add(read(plain, one, types, !modifier.isEmpty()));
    }
    if (all.size() > INCLUDES_MAX) {
      throw new InvalidSearch("a search has at most " + INCLUDES_MAX + " includes");
    }
    return true;
  }

  private Include read(String name, String value, List<String> types, boolean iterates) {
    boolean reverse = name.equals("_revinclude");
    String[] parts = value.split(":", 4);
    String target = parts.length > 2 ? parts[2] : "";
    boolean known = target.isEmpty() || ResourceTypes.isKnown(target);
    if (parts.length > 3 || !known || (parts.length == 1 && !value.equals(ANY))) {
      throw new InvalidSearch(name + " is written Type:reference, Type:reference:Target or *");
    }
    List<SearchParameter> parameters = new ArrayList<>();
    if (value.equals(ANY)) {
      List<String> sources = reverse || iterates || types.isEmpty() ? ResourceTypes.all() : types;
      sources.forEach(type -> parameters.addAll(references(type, reverse)));
    } else if (!ResourceTypes.isKnown(parts[0])) {
      throw new InvalidSearch(name + " names a type that does not exist");
    } else if (parts[1].equals(ANY)) {
      parameters.addAll(references(parts[0], reverse));
    } else if (reverse) {
      parameters.add(new Conditions(context).reference(parts[0], parts[1]));
    } else {
      parameters.add(new Conditions(context.unindexed()).reference(parts[0], parts[1]));
    }
    return new Include(List.copyOf(parameters), target, reverse, iterates);
  }

  /// What refers here is found by the index, which must be complete; what is referred to stands in
  /// the resource.
  private List<SearchParameter> references(String type, boolean reverse) {
    SearchContext asked = reverse ? context : context.unindexed();
    return context.parameters().of(type).stream()
        .filter(parameter -> parameter.kind() == Kind.REFERENCE)
        .flatMap(parameter -> asked.find(type, parameter.name()).stream())
        .toList();
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  boolean iterate() {
    return all.stream().anyMatch(Include::iterates);
  }

  /// What these resources lead to.
  ///
  /// @param first whether they are the matches; what was included itself is followed only by
  ///   includes that iterate
  Wanted wanted(List<StoredResource> resources, boolean first) {
    Set<Address> addresses = new LinkedHashSet<>();
    Set<Long> hashes = new LinkedHashSet<>();
    for (Include include : all) {
      if (first || include.iterates()) {
        for (StoredResource resource : resources) {
          if (include.reverse()) {
            back(include, resource, hashes);
          } else {
            forth(include, resource, addresses, hashes);
          }
        }
      }
    }
    return new Wanted(List.copyOf(addresses), List.copyOf(hashes));
  }

  private static void back(Include include, StoredResource resource, Set<Long> hashes) {
    if (!include.target().isEmpty() && !include.target().equals(resource.type())) {
      return;
    }
    long key = IndexKeys.resource(resource.type(), resource.id());
    for (SearchParameter parameter : include.parameters()) {
      if (ReferenceParameter.targets(parameter).contains(resource.type())) {
        hashes.add(parameter.seed() ^ key);
      }
    }
  }

  private void forth(
      Include include, StoredResource resource, Set<Address> addresses, Set<Long> hashes) {
    for (SearchParameter parameter : include.parameters()) {
      if (!parameter.type().equals(resource.type()) || resource.content().isEmpty()) {
        continue;
      }
      for (String found : context.parameters().references(parameter, resource.content().get())) {
        Optional<Address> address = Address.of(found);
        if (address.isPresent()) {
          if (include.target().isEmpty() || include.target().equals(address.get().type())) {
            addresses.add(address.get());
          }
        } else if (!found.startsWith("#")) {
          canonical(include, parameter, found, hashes);
        }
      }
    }
  }

  /// A canonical address is the `url` of a resource.
  private void canonical(
      Include include, SearchParameter parameter, String address, Set<Long> hashes) {
    int version = address.indexOf('|');
    String url = version > 0 ? address.substring(0, version) : address;
    List<String> targets =
        include.target().isEmpty()
            ? ReferenceParameter.targets(parameter)
            : List.of(include.target());
    for (String target : targets) {
      context
          .find(target, "url")
          .filter(named -> named.kind() == Kind.URI)
          .ifPresent(named -> hashes.add(IndexKeys.uri(named.seed(), url)));
    }
  }
}
