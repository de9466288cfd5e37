package io.tallyman;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.node.TreeTraversingParser;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.ConfigurationSourceProvider;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.tallyman.admin.AdminBinding;
import io.tallyman.event.NearestName;
import io.tallyman.event.Problem;
import io.tallyman.log.Secrets;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Makes the configuration out of {@code config.yml}: each value is taken as it is written,
 * environment variables are put in value by value (so that a password may hold any character),
 * Tallyman's sections are read with {@link SettingsReader}, the others by Dropwizard, and all that
 * is wrong with any of them, the schemas included, is reported together.
 */
final class TallymanConfigurationFactory extends YamlConfigurationFactory<TallymanConfiguration> {

  private final EnvironmentVariableSubstitutor environment =
      new EnvironmentVariableSubstitutor(false);
  private final List<Problem> problems = new ArrayList<>();
  private Map<String, String> places = Map.of();

  TallymanConfigurationFactory(Validator validator, ObjectMapper mapper, String propertyPrefix) {
    super(
        TallymanConfiguration.class,
        validator,
        mapper.copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES),
        propertyPrefix);
  }

  @Override
  protected JsonParser createParser(InputStream input) throws IOException {
    problems.clear();
    try (JsonParser parser = super.createParser(input)) {
      ConfigurationTree tree = new ConfigurationTree(parser, problems::add);
      JsonNode file = tree.read();
      places = tree.places();
      return new TreeTraversingParser(file, mapper);
    }
  }

  /** What Dropwizard asks for where no file was named: there is nothing that we could count. */
  @Override
  public TallymanConfiguration build() throws IOException {
    throw new IOException(
        new CommandFailure("name the configuration file after the command, such as config.yml"));
  }

  @Override
  public TallymanConfiguration build(ConfigurationSourceProvider provider, String path)
      throws IOException, ConfigurationException {
    try {
      return super.build(provider, path);
    } catch (ConfigurationException e) {
      throw e.getCause() instanceof JsonParseException cause
          ? new ConfigurationProblems(path, List.of(noYaml(cause).toString()))
          : e;
    }
  }

  /**
   * YAML's own message quotes the line that it stumbled over, and there may be a password in it.
   */
  private static Problem noYaml(JsonParseException e) {
    String problem =
        e.getCause() instanceof MarkedYAMLException marked && marked.getProblem() != null
            ? marked.getProblem().replaceAll("'.*'|\".*\"", "…").replaceAll("[(].*[)]", "…")
            : "it can't be read";
    return new Problem(
        ConfigurationTree.place(e.getLocation()),
        "this is no YAML: " + problem,
        "mend what stands there or just before it: an indent, a quote, a bracket");
  }

  @Override
  protected TallymanConfiguration build(JsonNode file, String path)
      throws IOException, ConfigurationException {
    List<String> errors = new ArrayList<>();
    substitute(file);
    Secrets secrets = new SecretsReader().read(file);
    ObjectNode ours = mapper.createObjectNode();
    if (file instanceof ObjectNode whole) {
      SettingsReader.sections().forEach(name -> move(name, whole, ours));
      refuseUnknown(whole);
    }
    new LoggingReader(problems::add).look(file.path("logging"));
    Settings settings =
        new SettingsReader(Runtime.getRuntime().maxMemory(), problems::add).read(ours);
    Blueprint blueprint = Blueprint.of(settings, problems::add);
    TallymanConfiguration configuration = null;
    try {
      configuration = super.build(file, path);
      problems.addAll(AdminBinding.problems(configuration.getServerFactory(), settings.access()));
    } catch (ConfigurationException e) {
      errors.addAll(ForeignProblems.sentences(e, places));
    }
    problems.forEach(problem -> errors.add(problem.toString()));
    if (configuration == null || !errors.isEmpty()) {
      throw new ConfigurationProblems(path, errors.stream().map(secrets::keepOutOf).toList());
    }
    configuration.setBlueprint(blueprint, secrets);
    return configuration;
  }

  private static void move(String name, ObjectNode from, ObjectNode to) {
    JsonNode section = from.remove(name);
    if (section != null) {
      to.set(name, section);
    }
  }

  /** Takes the sections out that nobody knows, so that they are reported in our words. */
  private void refuseUnknown(ObjectNode theirs) {
    Set<String> known = new TreeSet<>(SettingsReader.sections());
    mapper
        .getDeserializationConfig()
        .introspect(mapper.constructType(TallymanConfiguration.class))
        .findProperties()
        .forEach(property -> known.add(property.getName()));
    List<String> unknown = new ArrayList<>();
    theirs.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(known);
    for (String name : unknown) {
      theirs.remove(name);
      problems.add(new Problem(name, "there is no such key", NearestName.remedy(name, known)));
    }
  }

  private void substitute(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(entry -> entry.setValue(substituted(entry.getValue())));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, substituted(array.get(i)));
      }
    }
  }

  private JsonNode substituted(JsonNode value) {
    if (value.isTextual()) {
      return TextNode.valueOf(environment.replace(value.asText()));
    }
    substitute(value);
    return value;
  }
}
