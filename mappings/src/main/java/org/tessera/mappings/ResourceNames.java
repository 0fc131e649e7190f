package org.tessera.mappings;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The names of rules that read a FHIR resource: paths, and the words the house puts around it.
record ResourceNames(Set<String> words, boolean inside) implements Names {
  @Override
  public Optional<Lookup> find(String name) {
    if (words.contains(name) || (inside && name.equals("index"))) {
      return Optional.of(new Lookup.Word(name));
    }
    if (inside && name.equals("item")) {
      return Optional.of(new Lookup.Item());
    }
    if (inside && name.startsWith("item.")) {
      return ElementPath.of(name.substring("item.".length())).map(Lookup.ItemPath::new);
    }
    return name.equals("self")
        ? Optional.of(new Lookup.Path(ElementPath.SELF))
        : ElementPath.of(name).map(Lookup.Path::new);
  }

  @Override
  public String remedy(String name) {
    return "a FHIR path such as code.coding.code";
  }

  @Override
  public Names repeated(List<String> suffixes) {
    return this;
  }

  @Override
  public Names items() {
    return new ResourceNames(words, true);
  }
}
