# frozen_string_literal: true

# A stand-in for Chef, where there is none: evaluates the cookbook's recipe and either takes notes of its resources (recipe_test.rb)
# or, on a host that may be spoilt, carries them out: ruby stand_in.rb NODE.json, as root. It knows the resources of this recipe and
# no more, so it shows what the recipe means, and not that Chef takes it so.

require 'digest'
require 'erb'
require 'etc'
require 'fileutils'
require 'json'
require 'net/http'
require 'open3'
require 'tempfile'
require 'uri'

# One resource: its properties are what the recipe's block calls.
class Resource
  attr_reader :type, :name, :properties, :notices

  def initialize(type, name, defaults, &block)
    @type = type
    @name = name
    @properties = { action: defaults }
    @notices = []
    instance_eval(&block) if block
  end

  def to_s = "#{type}[#{name}]"

  def actions = Array(properties[:action])

  def notifies(action, target, _when) = @notices << [target, action]

  def not_if(&condition) = @properties[:not_if] = condition

  def block(&work) = @properties[:block] = work

  def lazy(&value) = value

  # Otherwise Kernel's.
  def system(value) = @properties[:system] = value

  def [](property)
    value = properties[property]
    value.is_a?(Proc) && property == :content ? value.call : value
  end

  def method_missing(property, value = nil) = @properties[property] = value

  def respond_to_missing?(*) = true
end

# The recipe, evaluated.
class StandIn
  COOKBOOK = File.expand_path('../tallyman', __dir__)
  TYPES = { package: :install, group: :create, user: :create, directory: :create, remote_directory: :create, cookbook_file: :create,
            template: :create, remote_file: :create, execute: :run, file: :create, dpkg_package: :install, service: :nothing,
            ruby_block: :run }.freeze

  attr_reader :node, :resources

  # @param given attributes over those of attributes/default.rb, and under `secrets` what Chef would decrypt
  def initialize(given)
    @node = Node.new
    @resources = []
    @node.instance_eval(File.read("#{COOKBOOK}/attributes/default.rb"))
    @node['tallyman'].merge!(given.fetch('tallyman'))
    @node['hostname'] = given.fetch('hostname')
    @node.run_state['tallyman_secrets'] = given.fetch('secrets')
    instance_eval(File.read("#{COOKBOOK}/recipes/default.rb"), "#{COOKBOOK}/recipes/default.rb")
  end

  # The attributes.
  class Node < Hash
    def default = @default ||= Hash.new { |all, key| self[key] = all[key] = {} }

    def run_state = @run_state ||= {}
  end

  TYPES.each do |type, action|
    define_method(type) { |name, &block| @resources << Resource.new(type, name, action, &block) }
  end

  def find(type, name) = resources.find { |each| each.type == type && each.name == name }

  def self.rendered(resource)
    template = File.read("#{COOKBOOK}/templates/#{resource[:source]}")
    scope = Object.new
    resource[:variables].each { |name, value| scope.instance_variable_set("@#{name}", value) }
    ERB.new(template, trim_mode: '-').result(scope.instance_eval { binding })
  end
end
