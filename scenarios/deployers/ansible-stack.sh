#!/bin/sh
# Deploys by Ansible's module docker_stack, with the playbook beside this script, on the engine that DOCKER_HOST names.
set -eu
export ANSIBLE_LOCALHOST_WARNING=false ANSIBLE_NOCOLOR=1 ANSIBLE_RETRY_FILES_ENABLED=false
export ANSIBLE_HOME="$DRIFTLAB_SCRATCH/ansible" ANSIBLE_LOCAL_TEMP="$DRIFTLAB_SCRATCH/ansible/tmp" ANSIBLE_REMOTE_TEMP="$DRIFTLAB_SCRATCH/ansible/tmp"
exec ansible-playbook --inventory localhost, --connection local "$DRIFTLAB_SCENARIO_DIR/ansible-stack.playbook.yml"
