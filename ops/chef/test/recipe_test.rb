# frozen_string_literal: true

# What the recipe means, in the stand-in's notes: ruby ops/chef/test/recipe_test.rb

require 'minitest/autorun'
require_relative 'stand_in'

class RecipeTest < Minitest::Test
  AWKWARD = %q(a "quoted" $HOME `id` back\slash 'single' #hash %)

  def recipe(migrate: true, password: AWKWARD, without: nil)
    attributes = { 'version' => '1.2', 'package_url' => 'file:///tallyman.deb', 'package_sha256' => 'abcdef012345' * 4,
                   'files_cookbook' => 'ours', 'migrate' => migrate }
    StandIn.new('hostname' => 'tallyman-1', 'tallyman' => attributes.except(without),
                'secrets' => { 'environment' => { 'TALLYMAN_DB_PASSWORD' => password },
                               'migrate' => { 'TALLYMAN_DB_USER' => 'ddl', 'TALLYMAN_DB_PASSWORD' => 'ddl-secret' } })
  end

  def names(recipe) = recipe.resources.map(&:to_s)

  def environment_file(recipe) = StandIn.rendered(recipe.find(:template, '/etc/tallyman/tallyman.env'))

  def test_brings_the_tables_up_to_date_before_the_package_restarts_the_service
    order = names(recipe)
    migrated = order.index('execute[bring the tables up to date]')
    assert_operator order.index('cookbook_file[/etc/tallyman/config.yml]'), :<, migrated
    assert_operator migrated, :<, order.index('dpkg_package[tallyman]')
  end

  def test_leaves_the_tables_to_the_one_host_that_is_told_so
    assert_includes names(recipe), 'execute[bring the tables up to date]'
    refute_includes names(recipe(migrate: false)), 'execute[bring the tables up to date]'
  end

  def test_restarts_the_service_when_one_of_its_files_changes
    resources = recipe.resources.select { |each| each.name.to_s.start_with?('/etc/tallyman/') }
    assert_equal 3, resources.size
    resources.each { |each| assert_includes each.notices, ['service[tallyman]', :restart], each.to_s }
  end

  def test_waits_until_the_host_is_ready_whenever_it_was_installed_or_restarted
    waiting = ['ruby_block[wait until the host is ready]', :run]
    assert_includes recipe.find(:dpkg_package, 'tallyman').notices, waiting
    assert_includes recipe.find(:service, 'tallyman').notices, waiting
  end

  def test_shows_secrets_to_nobody
    told = recipe.resources.reject { |each| each[:sensitive] }.map { |each| each.properties.inspect }.join
    refute_includes told, 'ddl-secret'
    refute_includes told, 'TALLYMAN_DB_PASSWORD'
    assert_equal '0640', recipe.find(:template, '/etc/tallyman/tallyman.env')[:mode]
    refute_includes environment_file(recipe), 'ddl-secret'
  end

  def test_takes_secrets_from_an_encrypted_item_alone
    source = File.read("#{StandIn::COOKBOOK}/recipes/default.rb")
    assert_includes source, 'Chef::EncryptedDataBagItem.load'
    refute_match(/^[^#]*\bdata_bag_item/, source)
  end

  def test_writes_values_that_the_shell_reads_as_they_were
    Tempfile.create('env') do |file|
      file.write(environment_file(recipe))
      file.flush
      read, = Open3.capture2('sh', '-c', '. "$1"; printf %s "$TALLYMAN_DB_PASSWORD"', 'sh', file.path)
      assert_equal AWKWARD, read
    end
  end

  def test_refuses_a_value_of_two_lines
    assert_raises(RuntimeError) { environment_file(recipe(password: "one\nTALLYMAN_DB_USER=root")) }
  end

  def test_says_which_attribute_is_missing
    error = assert_raises(RuntimeError) { recipe(without: 'files_cookbook') }
    assert_includes error.message, "node['tallyman']['files_cookbook']"
  end
end
